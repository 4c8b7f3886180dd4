package io.millrace.pipeline;

import io.millrace.pipeline.expression.Operand;

/** What a name in a derived feature refers to. */
sealed interface Reference {
    /** A field, or exactly one feature. */
    record ToOperand(Operand operand) implements Reference {}

    /** The features of the same set that one declaration stands for, one for each window. */
    record ToWindows(Variants variants) implements Reference {}
}
