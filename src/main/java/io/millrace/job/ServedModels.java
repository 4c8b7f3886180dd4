package io.millrace.job;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.onnx.RuntimeInLib;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.flink.ScorerFactory;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;

/**
 * The models that a job can serve, by their digests in the store: each subtask reads them from there.
 *
 * @param inputs what the pipeline gives to models
 * @param timeout how long a call of a model may take
 */
record ServedModels(String store, String pipeline, ModelInputs inputs, Duration timeout) implements ScorerFactory {
    private static final long serialVersionUID = 1;

    static ServedModels of(Pipeline pipeline, Settings settings) {
        return new ServedModels(
                settings.text(Setting.MODELS_STORE),
                pipeline.name(),
                new ModelInputs(pipeline.fingerprint(), pipeline.inputs()),
                settings.duration(Setting.SCORING_TIMEOUT));
    }

    /**
     * The model to begin with: the one that the settings name, or the store's champion.
     *
     * @throws io.millrace.config.DefinitionException when there is none
     */
    String first(Settings settings) throws IOException {
        String named = settings.text(Setting.MODELS_DIGEST);
        return named.isEmpty() ? new FileModelStore(store).champion(pipeline) : named;
    }

    @Override
    public Scorer open(String digest, int capacity) throws IOException {
        RuntimeInLib.check();
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        return OnnxScorer.open(artefact, digest, inputs, capacity, timeout);
    }
}
