package io.millrace.job;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.adapter.trees.TreeScorers;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.flink.ScorerFactory;
import io.millrace.model.Scorer;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;

/**
 * The model that a job serves, by its digest in the store: each subtask reads it from there when it starts.
 *
 * @param fingerprint of the pipeline's vector, which the model must have been trained for
 * @param width the number of the model's inputs
 * @param trees whether trees may be scored in Java
 */
record ServedModel(String store, String pipeline, String digest, String fingerprint, int width, boolean trees)
        implements ScorerFactory {
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
        int width = pipeline.features().vector().size();
        boolean trees = settings.text(Setting.SCORING_TREES).equals("auto");
        return new ServedModel(store, pipeline.name(), digest, pipeline.fingerprint(), width, trees);
    }

    @Override
    public Scorer open(int capacity) throws IOException {
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        Scorer onnx = OnnxScorer.open(artefact, digest, fingerprint, width, capacity);
        return trees ? TreeScorers.preferred(onnx, artefact, digest, new float[0]) : onnx;
    }
}
