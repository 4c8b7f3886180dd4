package io.millrace.replay;

import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.ServedBy;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.Replayed.Difference;
import io.millrace.replay.Replayed.OtherScore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Scores vectors again with the models that scored them. */
public final class ModelScores implements ScoreComparison, AutoCloseable {
    private final Opener opener;
    private final float fallback;
    private final int[] slots;
    private final Map<String, Scorer> open = new HashMap<>();

    /** Opens models for batches of one vector. */
    @FunctionalInterface
    public interface Opener {
        /** @throws io.millrace.config.DefinitionException where there is no such model */
        Scorer open(String digest) throws IOException;
    }

    public ModelScores(Pipeline pipeline, Opener opener) {
        this.opener = opener;
        this.fallback = (float) pipeline.model().fallback();
        this.slots = IntStream.range(0, pipeline.inputs().size()).toArray();
    }

    @Override
    public @Nullable Difference compare(Prediction prediction) throws IOException {
        float score = fallback;
        String execution = "the declared fallback";
        if (!prediction.servedBy().equals(ServedBy.DEFAULT)) {
            score = score(prediction.modelDigest(), prediction.vector());
            execution = scorer(prediction.modelDigest()).execution();
        }
        boolean isSame = Float.floatToRawIntBits(score) == Float.floatToRawIntBits(prediction.score());
        return isSame ? null : new OtherScore(prediction.modelDigest(), prediction.score(), score, execution);
    }

    /**
     * What a model says of a vector.
     *
     * @throws io.millrace.config.DefinitionException where there is no such model
     */
    public float score(String digest, double[] vector) throws IOException {
        Scorer scorer = scorer(digest);
        scorer.put(0, vector, slots);
        scorer.run(1);
        return scorer.score(0);
    }

    private Scorer scorer(String digest) throws IOException {
        Scorer scorer = open.get(digest);
        if (scorer == null) {
            scorer = opener.open(digest);
            open.put(digest, scorer);
        }
        return scorer;
    }

    @Override
    public void close() {
        open.values().forEach(Scorer::close);
    }
}
