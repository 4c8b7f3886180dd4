package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names predictions: the first 128 bits of the SHA-256 of topic, partition, offset and part, as 32 hex digits. What is served for an event has one name, whichever version serves it; what shadows say of it has a name for each
 * shadow.
 */
public final class PredictionId {
    private static final int BYTES = 16;
    private final MessageDigest sha256;

    public PredictionId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The name of what is served for an event. Not for use by several threads at once. */
    public String served(String topic, int partition, long offset) {
        return of(topic, partition, offset, Slot.CHAMPION.name());
    }

    /** The name of what a shadow says of an event. Not for use by several threads at once. */
    public String shadow(String topic, int partition, long offset, String digest) {
        return of(topic, partition, offset, Slot.SHADOW + " " + digest);
    }

    private String of(String topic, int partition, long offset, String part) {
        String text = topic + '\n' + partition + '\n' + offset + '\n' + part;
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }
}
