package io.millrace.model.control;

/**
 * A model, and the share of the entities that it serves.
 *
 * @param digest SHA-256 of the model's artefact in lower-case hex
 * @param share from 0 to 1; 0 where a command has no use for it
 */
public record Share(String digest, double share) {
    public Share {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + "; expected one from 0 to 1");
        }
    }

    /** A model alone. */
    public static Share of(String digest) {
        return new Share(digest, 0);
    }
}
