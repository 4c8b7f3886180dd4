package io.millrace.content;

import io.millrace.event.Event;
import io.millrace.governance.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An image in a file that the event refers to. It is what the event's SHA-256 says, or none. */
final class ReferredContent implements FieldContent {
    private final int slot;
    private final ImageReference reference;
    private final ImageFiles files;
    private final Sha256 sha256 = new Sha256();

    ReferredContent(int slot, ImageReference reference, ImageFiles files) {
        this.slot = slot;
        this.reference = reference;
        this.files = files;
    }

    /** The digest alone would do for the vector, but then it would depend on what came before whether another file is looked at. */
    @Override
    public @Nullable String key(Event event) throws ContentException {
        String file = event.stringAt(slot);
        if (file == null || file.isBlank()) {
            return null;
        }
        files.check(file);
        return digest(event) + " " + file;
    }

    private String digest(Event event) throws ContentException {
        String digest = event.stringAt(reference.digest());
        String lower = digest == null ? "" : digest.toLowerCase(Locale.ROOT);
        if (!Sha256.isOne(lower)) {
            throw unreadable("the event " + (digest == null ? "has no digest" : "has a digest that is no SHA-256")
                    + "; send the 64 hex digits of the SHA-256 of the image's file with each reference");
        }
        return lower;
    }

    @Override
    public String read(Event event) throws ContentException {
        String digest = digest(event);
        byte[] bytes = files.read(file(event), reference.largest());
        String found = sha256.of(bytes);
        if (!found.equals(digest)) {
            throw unreadable("the file's " + bytes.length + " bytes have the SHA-256 " + found + ", but the event says "
                    + digest + "; write a changed image to a new file, and send its event again");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void ahead(Event event) {
        files.ahead(file(event), reference.largest());
    }

    @Override
    public boolean isReady(Event event) {
        String file = event.stringAt(slot);
        return file == null || files.isReady(file);
    }

    @Override
    public void forget(Event event) {
        String file = event.stringAt(slot);
        if (file != null) {
            files.forget(file);
        }
    }

    private String file(Event event) {
        return Objects.requireNonNull(event.stringAt(slot));
    }

    private static ContentException unreadable(String detail) {
        return new ContentException(Reason.UNREADABLE_CONTENT, detail);
    }
}
