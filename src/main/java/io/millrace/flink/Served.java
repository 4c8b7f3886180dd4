package io.millrace.flink;

import io.millrace.model.Slot;
import org.jspecify.annotations.Nullable;

/** What came of a vector: a score and what gave it, or why there is none. One for each place of a batch, used again and again. */
final class Served {
    private boolean pending;
    Slot slot = Slot.CHAMPION;
    float score;
    /** One of {@link io.millrace.model.ServedBy}. */
    String servedBy = "";
    /** The version that gave the score, or should have. */
    String digest = "";
    /** What the score's bits depend on besides model and vector. */
    String execution = "";
    /** Why there is no score; null where there is one. */
    @Nullable
    String refusal;

    void begin(Slot part, String version) {
        pending = true;
        slot = part;
        digest = version;
        refusal = null;
    }

    boolean isPending() {
        return pending;
    }

    void set(float value, String by, String version, String runtime) {
        pending = false;
        score = value;
        servedBy = by;
        digest = version;
        execution = runtime;
    }

    void refuse(String reason) {
        pending = false;
        refusal = reason;
    }
}
