package io.millrace.adapter.sql;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.onnx.RuntimeInLib;
import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.DefinitionException;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * A model of an artefact store, for one row a call.
 *
 * @param store path or URI of the store
 * @param pipeline the pipeline that it is kept under
 * @param digest SHA-256 of the artefact
 * @param timeout how long a call may take
 */
record StoredModel(String store, String pipeline, String digest, Duration timeout) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int ONE_ROW = 1;

    /** Names of the features that the model takes, in the order of its vector. */
    List<String> features() throws IOException {
        return card().inputs();
    }

    private ModelCard card() throws IOException {
        return new FileModelStore(store).card(pipeline, digest);
    }

    /**
     * Opens the model over the session that the process shares.
     *
     * @throws io.millrace.config.DefinitionException when the model is missing, corrupt or can't be used
     */
    Scorer open() throws IOException {
        RuntimeInLib.check();
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        if (EnsembleJson.isEnsemble(artefact)) {
            throw new DefinitionException(
                    "model " + digest,
                    "it is an ensemble, and SQL scores single models; declare its members, and average their scores in the"
                            + " query");
        }
        ModelCard card = card();
        ModelInputs inputs = new ModelInputs(card.featureFingerprint(), card.inputs());
        return OnnxScorer.open(artefact, digest, inputs, ONE_ROW, timeout);
    }
}
