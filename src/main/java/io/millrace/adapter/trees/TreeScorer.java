package io.millrace.adapter.trees;

import io.millrace.model.Scorer;
import java.nio.FloatBuffer;

/** Scores vectors with trees in Java. */
final class TreeScorer implements Scorer {
    private final Forest forest;
    private final Link link;
    private final int width;
    private final String execution;
    private final Runnable onClose;
    private boolean closed;
    private final float[] vectors;
    private final FloatBuffer input;
    private final long[] slots;
    private final float[] scores;

    /**
     * @param capacity the most rows of a batch
     * @param execution see {@link #execution}
     * @param onClose run when the scorer is closed, once
     */
    TreeScorer(CompiledTrees trees, int capacity, String execution, Runnable onClose) {
        this.forest = trees.forest();
        this.link = trees.link();
        this.width = trees.width();
        this.execution = execution;
        this.onClose = onClose;
        this.vectors = new float[Math.multiplyExact(capacity, width)];
        this.input = FloatBuffer.wrap(vectors);
        this.slots = forest.slots().allocate(capacity);
        this.scores = new float[capacity];
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int capacity() {
        return scores.length;
    }

    @Override
    public FloatBuffer input() {
        return input;
    }

    @Override
    public void run(int rows) {
        if (rows < 1 || rows > scores.length) {
            throw new IllegalArgumentException(rows + " rows; a batch has 1 to " + scores.length);
        }
        forest.slots().fill(vectors, width, rows, slots);
        forest.margins(slots, rows, scores);
        for (int row = 0; row < rows; row++) {
            scores[row] = link.apply(scores[row]);
        }
    }

    @Override
    public float score(int row) {
        return scores[row];
    }

    @Override
    public String execution() {
        return execution;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }
}
