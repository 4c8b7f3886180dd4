package io.millrace.pipeline;

import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Optional;

/** What type an expression must have where it stands. */
enum Expected {
    NUMBER("a number"),
    CONDITION("a condition"),
    SUMMABLE("a number or a vector"),
    CATEGORY("a number or a string"),
    NAME("a string or an int");

    private final String words;

    Expected(String words) {
        this.words = words;
    }

    /** What an aggregate takes of an event; anything where it takes events. */
    static Expected of(AggregateKey.Takes takes) {
        return switch (takes) {
            case NUMBER, EVENTS, NAME -> NUMBER;
            case CONDITION -> CONDITION;
            case SUMMABLE -> SUMMABLE;
            case CATEGORY, LISTED -> CATEGORY;
        };
    }

    /** The expression where its type is right; else a problem of the value that it was written as. */
    Optional<CheckedExpression> check(CheckedExpression checked, String text, YamlValue value) {
        if (fits(checked.type())) {
            return Optional.of(checked);
        }
        value.problem(
                "\"" + text + "\" is a " + checked.type() + "; expected " + words + example(checked.type(), text));
        return Optional.empty();
    }

    private String example(ExpressionType type, String text) {
        return switch (type) {
            case BOOL -> ", for example " + text + " ? " + (this == NAME ? "'a' : 'b'" : "1 : 0");
            case VECTOR -> ", for example " + text + "[0]";
            default -> "";
        };
    }

    private boolean fits(ExpressionType type) {
        return switch (type) {
            case INT -> this != CONDITION;
            case DOUBLE -> this != CONDITION && this != NAME;
            case STRING -> this == CATEGORY || this == NAME;
            case BOOL -> this == CONDITION;
            case TIMESTAMP, DURATION -> false;
            case VECTOR -> this == SUMMABLE;
        };
    }
}
