package io.millrace.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import io.millrace.pipeline.expression.Code.OfBool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Turns a checked tree into code, from the leaves up. */
final class Translator {
    static final String IN = "@in";
    static final String DURATION = "duration";
    static final String TIMESTAMP = "timestamp";
    private static final String EQUAL = "_==_";
    private static final String NOT_EQUAL = "_!=_";

    /** What can be done with vectors. */
    static final String OF_VECTORS =
            "of a vector, expressions can take a number, for example embedding[0], and ask whether it is null";

    private final CelExpr root;
    private final Map<String, Operand> operands;
    private final Slots slots;
    private final Operations operations = Operations.standard();

    Translator(CelAbstractSyntaxTree tree, Map<String, Operand> operands, Slots slots) {
        this.root = tree.getExpr();
        this.operands = operands;
        this.slots = slots;
    }

    Typed translate() throws ExpressionException {
        return translate(root);
    }

    private Typed translate(CelExpr expression) throws ExpressionException {
        return switch (expression.getKind()) {
            case CONSTANT -> Literals.code(expression.constant());
            case IDENT, SELECT -> read(operand(expression));
            case CALL -> translate(expression.call());
            default -> throw new ExpressionException(expression.getKind() + " is not supported");
        };
    }

    private Operand operand(CelExpr expression) throws ExpressionException {
        String name = Survey.name(expression);
        Operand operand = operands.get(name);
        if (operand == null) {
            throw new ExpressionException("\"" + name + "\" is not known");
        }
        return operand;
    }

    private Typed read(Operand operand) {
        return operand instanceof Operand.OfField
                ? Reads.field(operand.type(), slots.field(operand.name()))
                : Reads.feature(operand.type(), slots.feature(operand.name()));
    }

    private Typed translate(CelCall call) throws ExpressionException {
        List<CelExpr> arguments = arguments(call);
        return switch (call.function()) {
            case IN -> in(arguments.get(0), arguments.get(1));
            case DURATION -> Literals.duration(text(arguments.get(0)));
            case TIMESTAMP -> Literals.timestamp(text(arguments.get(0)));
            case EQUAL, NOT_EQUAL -> equality(call.function(), arguments);
            default -> operation(call.function(), arguments);
        };
    }

    /** A method's target is its first argument. */
    private static List<CelExpr> arguments(CelCall call) {
        List<CelExpr> arguments = new ArrayList<>();
        call.target().ifPresent(arguments::add);
        arguments.addAll(call.args());
        return arguments;
    }

    private Typed operation(String function, List<CelExpr> arguments) throws ExpressionException {
        List<Typed> operands = new ArrayList<>();
        for (CelExpr argument : arguments) {
            operands.add(translate(argument));
        }
        return operations
                .find(function, operands)
                .orElseThrow(() -> unsupported(function, operands))
                .build(operands);
    }

    private static ExpressionException unsupported(String function, List<Typed> operands) {
        List<ExpressionType> types = operands.stream().map(Typed::type).toList();
        if (types.contains(ExpressionType.VECTOR)) {
            return new ExpressionException(
                    Operations.signature(Complaints.symbol(function), types) + " is not supported; " + OF_VECTORS);
        }
        return new ExpressionException(
                Operations.signature(Complaints.symbol(function), types)
                        + " is not supported; the types must be the same, and calendar functions are in UTC without a time zone");
    }

    private Typed equality(String function, List<CelExpr> arguments) throws ExpressionException {
        boolean negated = function.equals(NOT_EQUAL);
        if (isNull(arguments.get(1))) {
            return missing(arguments.get(0), negated);
        }
        if (isNull(arguments.get(0))) {
            return missing(arguments.get(1), negated);
        }
        return operation(function, arguments);
    }

    private Typed missing(CelExpr operand, boolean negated) throws ExpressionException {
        OfBool missing = Comparisons.isMissing(translate(operand));
        return Typed.ofBool(negated ? (event, row) -> 1 - missing.eval(event, row) : missing);
    }

    private static boolean isNull(CelExpr expression) {
        return expression.getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    private Typed in(CelExpr operand, CelExpr list) throws ExpressionException {
        if (list.getKind() != ExprKind.Kind.LIST) {
            throw new ExpressionException("in needs a list of literals, for example x in [0, 6]");
        }
        Typed value = translate(operand);
        List<Object> elements = new ArrayList<>();
        for (CelExpr element : list.list().elements()) {
            elements.add(element(element, value.type()));
        }
        return Typed.ofBool(Membership.of(value, elements));
    }

    private static Object element(CelExpr element, ExpressionType type) throws ExpressionException {
        ExpressionType found = Literals.code(element.constant()).type();
        if (found != type) {
            throw new ExpressionException("in compares a " + type + " with a list that has a " + found);
        }
        return Literals.value(element.constant());
    }

    private static String text(CelExpr expression) throws ExpressionException {
        if (expression.getKind() == ExprKind.Kind.CONSTANT
                && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            return expression.constant().stringValue();
        }
        throw new ExpressionException("duration and timestamp take one quoted text, for example duration(\"36h\")");
    }
}
