package io.millrace.cli;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.model.EnsembleScorer;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.ModelScores;
import java.io.IOException;

/** Opens the models of a pipeline from the store, for one vector at a time. */
final class StoredScorers {
    private final Pipeline pipeline;
    private final FileModelStore store;

    private StoredScorers(Pipeline pipeline, String store) {
        this.pipeline = pipeline;
        this.store = new FileModelStore(store);
    }

    static ModelScores scores(Pipeline pipeline, String store) {
        return new ModelScores(pipeline, new StoredScorers(pipeline, store)::scorer);
    }

    private Scorer scorer(String digest) throws IOException {
        byte[] artefact = store.artefact(pipeline.name(), digest);
        if (EnsembleJson.isEnsemble(artefact)) {
            return EnsembleScorer.open(EnsembleJson.read(artefact, "model " + digest), this::scorer);
        }
        ModelInputs inputs = new ModelInputs(pipeline.fingerprint(), pipeline.inputs());
        return OnnxScorer.open(artefact, digest, inputs, 1, null);
    }
}
