package io.millrace.feature.state;

/** Takes rows one after the other until it wants no more. */
interface RowVisitor {
    /** Whether it wants the next row. */
    boolean visit(Rows rows, int row);
}
