package io.millrace.content;

/**
 * A model that gives embeddings of images.
 *
 * @param model the ONNX file's digest
 * @param dimensions how many numbers an embedding has
 * @param normalise whether it is divided by its length, so that it has the length 1
 */
public record ImageEncoder(String model, int dimensions, boolean normalise) {
    public ImageEncoder {
        if (!Sha256.isOne(model)) {
            throw new IllegalArgumentException("an encoder is named by a digest of 64 hex digits");
        }
        if (dimensions < 1 || dimensions > Recipe.MOST) {
            throw new IllegalArgumentException(dimensions + " dimensions; from 1 to " + Recipe.MOST);
        }
    }

    /** Canonical text of what it is. */
    String text() {
        return "encoder " + model + (normalise ? " normalised" : "");
    }
}
