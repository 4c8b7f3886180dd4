package io.millrace.pipeline.expression;

/** What a name in an expression stands for. */
public sealed interface Operand {
    /** The full name of the field or feature. */
    String name();

    ExpressionType type();

    /**
     * A field of the event at hand.
     *
     * @param text canonical text of what it is
     */
    record OfField(String name, ExpressionType type, String text) implements Operand {
        /** A field of the record, which is what its name and type say. */
        public OfField(String name, ExpressionType type) {
            this(name, type, name + ":" + type);
        }
    }

    /**
     * Another feature of the row.
     *
     * @param definition canonical text of what it means
     */
    record OfFeature(String name, ExpressionType type, String definition) implements Operand {}
}
