package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names predictions: the first 128 bits of the SHA-256 of topic, partition, offset and slot, as 32 hex digits. */
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

    /** Not for use by several threads at once. */
    public String of(String topic, int partition, long offset, Slot slot) {
        String text = topic + '\n' + partition + '\n' + offset + '\n' + slot;
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, BYTES);
    }
}
