package io.millrace.cli;

import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.trees.TreeContributions;
import io.millrace.explain.Models;
import io.millrace.model.Attribution;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelStore;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.ModelScores;
import java.io.IOException;

/**
 * The models of a store, for explanations.
 *
 * @param scores computes their scores
 */
record StoredModels(Pipeline pipeline, ModelStore store, ModelScores scores) implements Models {
    @Override
    public ModelCard card(String digest) throws IOException {
        return store.card(pipeline.name(), digest);
    }

    @Override
    public float score(String digest, double[] vector) throws IOException {
        return scores.score(digest, vector);
    }

    @Override
    public Attribution attribution(String digest, double[] vector) throws IOException {
        byte[] artefact = store.artefact(pipeline.name(), digest);
        if (EnsembleJson.isEnsemble(artefact)) {
            return new Attribution.Unavailable("it is a mean of several models' scores");
        }
        return TreeContributions.of(artefact, pipeline.inputs(), vector);
    }
}
