package io.millrace.replay;

import io.millrace.model.Scorer;
import java.nio.FloatBuffer;

/** A model whose score is the sum of its inputs. */
public final class SumScorer implements Scorer {
    private final FloatBuffer input;
    private final int width;
    private final float more;
    private float sum;

    /** @param more what is added to the sum */
    public SumScorer(int width, float more) {
        this.width = width;
        this.more = more;
        this.input = FloatBuffer.allocate(width);
    }

    public static float score(double[] vector) {
        float sum = 0;
        for (double value : vector) {
            sum += (float) value;
        }
        return sum;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public FloatBuffer input() {
        return input;
    }

    @Override
    public void run(int rows) {
        sum = 0;
        for (int i = 0; i < width; i++) {
            sum += input.get(i);
        }
        sum += more;
    }

    @Override
    public float score(int row) {
        return sum;
    }

    @Override
    public String execution() {
        return "sums in Java";
    }

    @Override
    public void close() {}
}
