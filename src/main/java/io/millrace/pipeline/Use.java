package io.millrace.pipeline;

/** What a field or a feature does to a feature that is computed of it. The names are those of OpenLineage's transformations. */
public enum Use {
    /** The value is the same. */
    IDENTITY(true),
    /** The value is computed of it, event by event. */
    TRANSFORMATION(true),
    /** The value is computed of those of many events. */
    AGGREGATION(true),
    /** It says which events count. */
    FILTER(false),
    /** It says to which entity or group an event belongs. */
    GROUP_BY(false),
    /** It says which entity's value is taken. */
    JOIN(false),
    /** It says which window an event lies in. */
    WINDOW(false);

    private final boolean isDirect;

    Use(boolean isDirect) {
        this.isDirect = isDirect;
    }

    /** Whether the value itself goes in. */
    public boolean isDirect() {
        return isDirect;
    }

    /** The use in what is computed of a result of this use: what is not direct stays so, and of two direct ones the one that does more counts. */
    public Use then(Use outer) {
        if (!isDirect || !outer.isDirect) {
            return outer.isDirect ? this : outer;
        }
        return compareTo(outer) > 0 ? this : outer;
    }
}
