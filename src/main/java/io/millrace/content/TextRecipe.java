package io.millrace.content;

/**
 * A text as its embedding.
 *
 * @param tokens the most tokens of a text that are read, those that begin and end it included
 * @param overlong what becomes of a text with more
 */
public record TextRecipe(Encoder encoder, int tokens, Overlong overlong) implements Recipe {
    /** Changes when the same recipe comes to mean another vector. */
    private static final String VERSION = "text 1";

    /** What becomes of a text with too many tokens. */
    public enum Overlong {
        /** Its beginning is read. */
        TRUNCATE,
        /** Its event is a dead letter. */
        REFUSE
    }

    public TextRecipe {
        if (tokens < Encoder.FEWEST_TOKENS || tokens > Encoder.MOST_TOKENS) {
            throw new IllegalArgumentException(
                    tokens + " tokens; from " + Encoder.FEWEST_TOKENS + " to " + Encoder.MOST_TOKENS);
        }
    }

    @Override
    public int dimensions() {
        return encoder.dimensions();
    }

    @Override
    public String text() {
        return VERSION + " " + encoder.text() + " of " + tokens + " tokens"
                + (overlong == Overlong.REFUSE ? ", no more" : "");
    }
}
