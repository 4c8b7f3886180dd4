package io.millrace.model;

import java.nio.FloatBuffer;

/**
 * Scores batches of vectors with one model. Used by one thread at a time; its buffers are reused from call to call.
 *
 * <p>A vector's score depends on that vector alone: not on the batch that it came in, nor on its place there.
 */
public interface Scorer extends AutoCloseable {
    /** The number of inputs of the model. */
    int width();

    /** The most rows that one call takes. */
    int capacity();

    /** The batch to fill before {@link #run}: {@link #capacity} rows of {@link #width} floats, row after row; NaN is a missing value. Write with absolute puts. */
    FloatBuffer input();

    /**
     * Scores the first {@code rows} rows of {@link #input}.
     *
     * @throws ScoringException when the model fails; the scores are then undefined
     */
    void run(int rows);

    /** The score of a row of the last {@link #run}: a probability for a classifier. */
    float score(int row);

    /** What the scores' bits depend on besides model and vector: runtime and version, threads, instruction set. */
    String execution();

    @Override
    void close();
}
