package io.millrace.feature;

/** What a feature's double stands for; decides how it is typed in expressions and printed. */
public enum FeatureKind {
    /** A whole number; exact up to 2^53. */
    INTEGER,
    /** Any double; NaN where missing. */
    REAL,
    /** 0 or 1. */
    BOOLEAN
}
