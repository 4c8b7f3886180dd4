package io.millrace.content;

import io.millrace.event.Event;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text or an image that is in the event. */
final class CarriedContent implements FieldContent {
    private final int slot;
    private final boolean isText;
    private final Sha256 sha256 = new Sha256();

    CarriedContent(int slot, boolean isText) {
        this.slot = slot;
        this.isText = isText;
    }

    @Override
    public @Nullable String key(Event event) {
        String content = event.stringAt(slot);
        return content == null || (isText ? content.isBlank() : content.isEmpty()) ? null : sha256.of(content);
    }

    @Override
    public String read(Event event) {
        return Objects.requireNonNull(event.stringAt(slot));
    }
}
