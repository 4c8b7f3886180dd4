package io.millrace.content;

import java.util.Locale;

/**
 * A model that gives embeddings of texts.
 *
 * @param model the ONNX file's digest
 * @param tokenizer the digest of its tokenizer, a {@code tokenizer.json}
 * @param dimensions how many numbers an embedding has
 * @param pooling how the embedding of the text is made of what the model gives
 * @param normalise whether it is divided by its length, so that it has the length 1
 */
public record Encoder(String model, String tokenizer, int dimensions, Pooling pooling, boolean normalise) {
    /** A text has at least a token besides those that begin and end it. */
    public static final int FEWEST_TOKENS = 3;
    /** More than any sentence model reads. */
    public static final int MOST_TOKENS = 8192;

    /** How the embedding of a text is made of what a model gives. */
    public enum Pooling {
        /** The mean of the embeddings of all tokens. */
        MEAN,
        /** The embedding of the first token. */
        FIRST,
        /** The model gives one embedding for the text. */
        NONE
    }

    public Encoder {
        if (!Sha256.isOne(model) || !Sha256.isOne(tokenizer)) {
            throw new IllegalArgumentException("an encoder is named by two digests of 64 hex digits");
        }
        if (dimensions < 1 || dimensions > Recipe.MOST) {
            throw new IllegalArgumentException(dimensions + " dimensions; from 1 to " + Recipe.MOST);
        }
    }

    /** Canonical text of what it is. */
    String text() {
        return "encoder " + model + " tokenizer " + tokenizer + " pooling "
                + pooling.name().toLowerCase(Locale.ROOT) + (normalise ? " normalised" : "");
    }
}
