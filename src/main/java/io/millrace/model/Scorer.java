package io.millrace.model;

import java.nio.FloatBuffer;
import java.util.List;

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

    /**
     * The batch to fill before {@link #run}: {@link #capacity} rows of {@link #width} floats, row after row; NaN is a missing value. Write with absolute puts.
     * A batch is filled by this or by {@link #put}, never by both.
     */
    FloatBuffer input();

    /**
     * Writes a vector into a row of the batch. Models that take doubles or whole numbers get them as they are, others narrowed to floats.
     *
     * @param values NaN is a missing value
     * @param slots for each input of the model, the position of its value
     */
    default void put(int row, double[] values, int[] slots) {
        FloatBuffer input = input();
        int position = row * width();
        for (int slot : slots) {
            input.put(position++, (float) values[slot]);
        }
    }

    /**
     * Scores the first {@code rows} rows of the batch.
     *
     * @throws ScoringException when the model fails; the scores are then undefined
     */
    void run(int rows);

    /** The score of a row of the last {@link #run}: a probability for a classifier. */
    float score(int row);

    /** Names of what the model gives beside the score, a column of a matrix as {@code name[0]}; fixed for the scorer's life. */
    default List<String> outputs() {
        return List.of();
    }

    /**
     * What the model gave beside the score for a row of the last {@link #run}.
     *
     * @param output position in {@link #outputs}
     */
    default double output(int row, int output) {
        throw new IndexOutOfBoundsException("output " + output + " of a model that gives only a score");
    }

    /** What the scores' bits depend on besides model and vector: runtime and version, threads, instruction set. */
    String execution();

    @Override
    void close();
}
