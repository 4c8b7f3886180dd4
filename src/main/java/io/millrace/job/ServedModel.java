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

/**
 * The model that a job serves, by its digest in the store: each subtask reads it from there when it starts.
 *
 * @param inputs what the pipeline gives to the model
 */
record ServedModel(String store, String pipeline, String digest, ModelInputs inputs) implements ScorerFactory {
    private static final long serialVersionUID = 1;

    /**
     * The model that the settings name, or the pipeline's champion.
     *
     * @throws io.millrace.config.DefinitionException when there is none
     */
    static ServedModel of(Pipeline pipeline, Settings settings) throws IOException {
        String store = settings.text(Setting.MODELS_STORE);
        String named = settings.text(Setting.MODELS_DIGEST);
        String digest = named.isEmpty() ? new FileModelStore(store).champion(pipeline.name()) : named;
        ModelInputs inputs = new ModelInputs(pipeline.fingerprint(), pipeline.inputs());
        return new ServedModel(store, pipeline.name(), digest, inputs);
    }

    @Override
    public Scorer open(int capacity) throws IOException {
        RuntimeInLib.check();
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        return OnnxScorer.open(artefact, digest, inputs, capacity, null);
    }
}
