package io.millrace.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names models and other files: SHA-256 of the bytes in lower-case hex. */
public final class ModelDigest {
    private ModelDigest() {}

    public static String of(byte[] artefact) {
        return HexFormat.of().formatHex(sha256().digest(artefact));
    }

    /** The digest of what a stream holds. */
    public static String of(InputStream bytes) throws IOException {
        DigestInputStream digested = new DigestInputStream(bytes, sha256());
        digested.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
