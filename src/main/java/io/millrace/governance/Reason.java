package io.millrace.governance;

/** Why a record was not scored or not joined. The names are public contract: they stand in dead letters and in metric names. */
public enum Reason {
    /** No bytes, or a null value (a tombstone) where the source does not declare deletes. */
    EMPTY,
    /** Not in the registry's wire format, or the bytes do not fit the writer's schema. */
    NOT_AVRO,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** The writer's schema, or the value that it allows in this record, can't be read as the declared one. */
    INCOMPATIBLE_SCHEMA,
    /** The business id is null or blank, or the key of a tombstone is no id. */
    MISSING_ID,
    /** The event time is null, or before 1970: set by no clock. */
    MISSING_TIME,
    /** An entity key is null. */
    MISSING_KEY,
    /** A number is NaN or infinite. */
    NOT_FINITE,
    /** A text or an image can't be read, so that no vector can be computed of it. */
    UNREADABLE_CONTENT,
    /** A vector has not as many numbers as features declare. */
    WRONG_LENGTH,
    /** Longer than the declared largest size, with a text of more tokens or an image of more pixels than declared, or with an id longer than 1,024 characters. */
    OVERSIZED,
    /** The event time lies further ahead of Kafka's record timestamp than declared, or after the year 9999: in another unit. */
    TIME_IN_FUTURE,
    /** The event time lies further behind the watermark than declared. */
    TOO_LATE,
    /** An event with this business id was accepted before. */
    DUPLICATE,
    /** No event with the id of a tombstone is remembered: none came, it was deleted before, or too long ago. */
    NOTHING_TO_DELETE,
    /** The model gave no finite score for the vector. */
    NOT_SCORED,
    /** No prediction is known for an outcome within the horizon. */
    OUTCOME_WITHOUT_PREDICTION;

    /** Whether a record with a dead letter for this reason is in no window. One that could not be scored has its place in windows like any other. */
    public boolean keepsOutOfWindows() {
        return this != NOT_SCORED;
    }
}
