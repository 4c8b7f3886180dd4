package io.millrace.adapter.content;

import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.Encoder.Pooling;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import io.millrace.onnx.ShapedTensor;

/** Makes the embedding of a text or an image of what a model gives for it. Sums are of doubles in the order of tokens and numbers, so that the same input gives the same bits. */
final class Pool {
    private Pool() {}

    /**
     * The embedding.
     *
     * @param given [1, tokens, dimensions], or [1, dimensions] without pooling
     * @param model the model's digest, for messages
     * @throws DefinitionException where the shape is another one
     * @throws ContentException where a number is not finite
     */
    static NumberVector embedding(ShapedTensor given, String model, int dimensions, Pooling pooling, boolean normalise)
            throws ContentException {
        long[] shape = given.shape();
        int rank = pooling == Pooling.NONE ? 2 : 3;
        if (shape.length != rank || shape[0] != 1 || shape[rank - 1] != dimensions) {
            throw new DefinitionException(
                    "encoder " + model,
                    "it gives " + given + " for one text or image, but dimensions: " + dimensions
                            + " is declared; write how many numbers it gives");
        }
        double[] sums = new double[dimensions];
        int tokens = pooling == Pooling.MEAN ? Math.toIntExact(shape[1]) : 1;
        float[] numbers = given.floats();
        for (int i = 0; i < tokens * dimensions; i++) {
            sums[i % dimensions] += numbers[i];
        }
        double length = 0;
        for (int i = 0; i < dimensions; i++) {
            sums[i] /= tokens;
            length += sums[i] * sums[i];
        }
        double divisor = normalise && length > 0 ? Math.sqrt(length) : 1;
        for (int i = 0; i < dimensions; i++) {
            sums[i] /= divisor;
        }
        NumberVector embedding = NumberVector.of(sums, dimensions, true);
        if (!embedding.isFinite()) {
            throw new ContentException(Reason.NOT_FINITE, "the encoder gives a NaN or infinite number");
        }
        return embedding;
    }
}
