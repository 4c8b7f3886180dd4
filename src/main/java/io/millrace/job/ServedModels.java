package io.millrace.job;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.onnx.RuntimeInLib;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.adapter.trees.TreeScorers;
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
 * @param trees whether ensembles of trees are scored in Java, where that gives ONNX Runtime's bits
 */
record ServedModels(String store, String pipeline, ModelInputs inputs, Duration timeout, boolean trees)
        implements ScorerFactory {
    private static final long serialVersionUID = 1;

    static ServedModels of(Pipeline pipeline, Settings settings) {
        return new ServedModels(
                settings.text(Setting.MODELS_STORE),
                pipeline.name(),
                new ModelInputs(pipeline.fingerprint(), pipeline.inputs()),
                settings.duration(Setting.SCORING_TIMEOUT),
                settings.text(Setting.SCORING_TREES).equals("auto"));
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
        Scorer onnx = OnnxScorer.open(artefact, digest, inputs, capacity, timeout);
        return trees ? TreeScorers.preferred(onnx, artefact, digest, new float[0]) : onnx;
    }
}
