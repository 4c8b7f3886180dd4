package io.millrace.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 in lower-case hex. Used by one thread. */
public final class Sha256 {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    private final MessageDigest digest;

    Sha256() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest.digest(bytes));
    }

    /** Whether a text is a SHA-256 in lower-case hex. */
    public static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }
}
