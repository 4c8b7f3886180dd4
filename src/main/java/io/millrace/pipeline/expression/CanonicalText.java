package io.millrace.pipeline.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a checked expression in one way: each call as function and arguments, each field with its type or what it is computed of, and each feature
 * as {@code $1}, {@code $2} in the order of first use, with what they mean at the end. Its names play no part.
 */
final class CanonicalText {
    private final Map<String, Operand> operands;
    private final List<String> inputs = new ArrayList<>();

    CanonicalText(Map<String, Operand> operands) {
        this.operands = operands;
    }

    String of(CelExpr root) {
        StringBuilder text = new StringBuilder(write(root));
        for (int i = 0; i < inputs.size(); i++) {
            text.append("; $").append(i + 1).append(" = ").append(inputs.get(i));
        }
        return text.toString();
    }

    private String write(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT, SELECT -> operand(expression);
            case CALL -> call(expression.call());
            case LIST -> "[" + writeAll(expression.list().elements()) + "]";
            default -> throw new IllegalStateException("checked, but not supported: " + expression.getKind());
        };
    }

    private String writeAll(List<CelExpr> expressions) {
        return expressions.stream().map(this::write).collect(Collectors.joining(", "));
    }

    private String call(CelCall call) {
        List<CelExpr> arguments = new ArrayList<>();
        call.target().ifPresent(arguments::add);
        arguments.addAll(call.args());
        return Complaints.symbol(call.function()) + "(" + writeAll(arguments) + ")";
    }

    private String operand(CelExpr expression) {
        Operand operand = operands.get(name(expression));
        if (operand instanceof Operand.OfFeature feature) {
            return input(feature.definition());
        }
        if (operand instanceof Operand.OfField field) {
            return field.text();
        }
        throw new IllegalStateException("checked, but no operand: " + expression);
    }

    private static String name(CelExpr expression) {
        try {
            return Survey.name(expression);
        } catch (ExpressionException e) {
            throw new IllegalStateException("checked, but no name", e);
        }
    }

    private String input(String definition) {
        if (!inputs.contains(definition)) {
            inputs.add(definition);
        }
        return "$" + (inputs.indexOf(definition) + 1);
    }

    private static String constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE -> quoted(constant.stringValue());
            case INT64_VALUE -> Long.toString(constant.int64Value());
            case DOUBLE_VALUE -> Double.toHexString(constant.doubleValue());
            case BOOLEAN_VALUE -> Boolean.toString(constant.booleanValue());
            default -> "null";
        };
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
