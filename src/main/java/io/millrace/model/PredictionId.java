package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names predictions: the first 128 bits of the SHA-256 of topic, partition, offset and part, as 32 hex digits. What is served for an event has one name, whichever version serves it; what shadows say of it has a name for each
 * shadow. Used by one thread.
 */
public final class PredictionId {
    /** How long an id is, in ASCII. */
    public static final int DIGITS = 32;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_NUMBER = 20;
    private static final byte[] SERVED_PART = bytes('\n' + Slot.CHAMPION.name());

    private final MessageDigest sha256;
    private final byte[] digest;
    private final byte[] number = new byte[LONGEST_NUMBER];
    private String topic = "";
    private byte[] topicLine = {};
    private String shadow = "";
    private byte[] shadowPart = part(shadow);

    public PredictionId() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest = new byte[sha256.getDigestLength()];
    }

    /** The name of what is served for an event. */
    public String served(String topic, int partition, long offset) {
        byte[] id = new byte[DIGITS];
        served(topic, partition, offset, id);
        return new String(id, StandardCharsets.US_ASCII);
    }

    /** The same, written into the first {@link #DIGITS} bytes of an array. */
    public void served(String topic, int partition, long offset, byte[] id) {
        of(topic, partition, offset, SERVED_PART, id);
    }

    /** The name of what a shadow says of an event, written into the first {@link #DIGITS} bytes of an array. */
    public void shadow(String topic, int partition, long offset, String digest, byte[] id) {
        if (!digest.equals(shadow)) {
            shadow = digest;
            shadowPart = part(digest);
        }
        of(topic, partition, offset, shadowPart, id);
    }

    private static byte[] part(String shadow) {
        return bytes('\n' + Slot.SHADOW.name() + ' ' + shadow);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void of(String ofTopic, int partition, long offset, byte[] part, byte[] id) {
        if (!ofTopic.equals(topic)) {
            topic = ofTopic;
            topicLine = bytes(ofTopic + '\n');
        }
        sha256.update(topicLine);
        update(partition);
        sha256.update((byte) '\n');
        update(offset);
        sha256.update(part);
        finish(id);
    }

    /** Takes in the decimal digits of a number. */
    private void update(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a partition or an offset is " + value + "; expected 0 or more");
        }
        int first = LONGEST_NUMBER;
        long rest = value;
        do {
            number[--first] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        sha256.update(number, first, LONGEST_NUMBER - first);
    }

    private void finish(byte[] id) {
        try {
            int unused = sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("the array is as long as the digest", e);
        }
        for (int i = 0; i < DIGITS / 2; i++) {
            id[2 * i] = HEX[digest[i] >>> 4 & 0xF];
            id[2 * i + 1] = HEX[digest[i] & 0xF];
        }
    }
}
