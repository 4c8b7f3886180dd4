package io.millrace.model;

/** What gave the score of a prediction. The names are public contract. */
public final class ServedBy {
    /** The version of the slot. */
    public static final String MODEL = "model";
    /** The champion before, because the version failed. */
    public static final String LAST_GOOD = "last_good";
    /** The declared fallback, because no model could score the event. */
    public static final String DEFAULT = "default";

    private ServedBy() {}
}
