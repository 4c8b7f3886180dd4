package io.millrace.pipeline;

import io.millrace.feature.Feature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Names what a vector means: the SHA-256 of the definitions of its features in order. Two pipelines with the same
 * fingerprint give a model the same vector for the same events, whatever the features are called and however the
 * definition is laid out.
 */
public final class Fingerprint {
    /** Changes when the same definition comes to mean something else. */
    private static final String VERSION = "millrace vector 1";

    private Fingerprint() {}

    /** Lower-case hex of the digest of {@link #text}. */
    public static String of(List<Feature> vector) {
        return sha256(text(vector));
    }

    /** What is hashed: the version, then a line for each feature in the model's order. */
    public static String text(List<Feature> vector) {
        StringBuilder text = new StringBuilder(VERSION).append('\n');
        vector.forEach(feature -> text.append(feature.definition()).append('\n'));
        return text.toString();
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
