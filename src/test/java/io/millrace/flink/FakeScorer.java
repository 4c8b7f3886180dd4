package io.millrace.flink;

import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** A scorer whose score is the first input divided by 1000, plus a constant; it fails on batches with a first input of 666 and gives NaN for 777. */
final class FakeScorer implements Scorer {
    static final float POISON = 666;
    static final float NOT_A_NUMBER = 777;

    /** Sizes of the batches of the last scorer that was opened; tests of one class run one after the other. */
    final List<Integer> batches = new ArrayList<>();

    private final float plus;
    volatile boolean closed;
    private final int capacity;
    private final int width;
    private final FloatBuffer input;
    private final float[] scores;

    FakeScorer(int capacity, int width, float plus) {
        this.plus = plus;
        this.capacity = capacity;
        this.width = width;
        this.input = FloatBuffer.allocate(capacity * width);
        this.scores = new float[capacity];
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public FloatBuffer input() {
        return input;
    }

    @Override
    public void run(int rows) {
        batches.add(rows);
        for (int row = 0; row < rows; row++) {
            float first = input.get(row * width);
            if (first == POISON) {
                throw new ScoringException("the fake model does not like " + POISON, new RuntimeException());
            }
            scores[row] = first == NOT_A_NUMBER ? Float.NaN : first / 1000 + plus;
        }
    }

    @Override
    public float score(int row) {
        return scores[row];
    }

    @Override
    public String execution() {
        return "fake";
    }

    @Override
    public void close() {
        closed = true;
    }
}
