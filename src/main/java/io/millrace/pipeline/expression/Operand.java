package io.millrace.pipeline.expression;

/** What a name in an expression stands for. */
public sealed interface Operand {
    /** The full name of the field or feature. */
    String name();

    ExpressionType type();

    /** A field of the event at hand. */
    record OfField(String name, ExpressionType type) implements Operand {}

    /**
     * Another feature of the row.
     *
     * @param definition canonical text of what it means
     */
    record OfFeature(String name, ExpressionType type, String definition) implements Operand {}
}
