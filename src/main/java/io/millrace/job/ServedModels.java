package io.millrace.job;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.flink.ScorerFactory;
import io.millrace.model.Scorer;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;

/**
 * The models that a job can serve, by their digests in the store: each subtask reads them from there.
 *
 * @param fingerprint of the pipeline's vector, which the models must have been trained for
 * @param width the number of the models' inputs
 */
record ServedModels(String store, String pipeline, String fingerprint, int width) implements ScorerFactory {
    private static final long serialVersionUID = 1;

    static ServedModels of(Pipeline pipeline, Settings settings) {
        int width = pipeline.features().vector().size();
        return new ServedModels(settings.text(Setting.MODELS_STORE), pipeline.name(), pipeline.fingerprint(), width);
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
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        return OnnxScorer.open(artefact, digest, fingerprint, width, capacity);
    }
}
