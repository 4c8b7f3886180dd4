package io.millrace.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names models: SHA-256 of the artefact's bytes in lower-case hex. */
public final class ModelDigest {
    private ModelDigest() {}

    public static String of(byte[] artefact) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(artefact));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
