package io.millrace.pipeline.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Walks a parsed expression: collects the names that it uses and refuses what is not supported. */
final class Survey {
    private static final Set<String> SPECIAL = Set.of(Translator.IN, Translator.DURATION, Translator.TIMESTAMP);

    private final Set<String> functions;
    private final Set<String> names = new LinkedHashSet<>();

    Survey(Set<String> functions) {
        this.functions = functions;
    }

    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    void visit(CelExpr expression) throws ExpressionException {
        switch (expression.getKind()) {
            case CONSTANT -> {}
            case IDENT, SELECT -> names.add(name(expression));
            case CALL -> visit(expression.call());
            case LIST -> throw new ExpressionException("a list is only supported in x in [a, b]");
            default -> throw new ExpressionException("maps, messages and macros are not supported; " + supported());
        }
    }

    private void visit(CelCall call) throws ExpressionException {
        if (!functions.contains(call.function()) && !SPECIAL.contains(call.function())) {
            throw new ExpressionException(Complaints.symbol(call.function()) + " is not supported; " + supported());
        }
        if (call.target().isPresent()) {
            visit(call.target().get());
        }
        for (CelExpr argument : call.args()) {
            if (call.function().equals(Translator.IN) && argument.getKind() == ExprKind.Kind.LIST) {
                checkLiterals(argument.list().elements());
            } else {
                visit(argument);
            }
        }
    }

    private static void checkLiterals(List<CelExpr> elements) throws ExpressionException {
        for (CelExpr element : elements) {
            if (element.getKind() != ExprKind.Kind.CONSTANT) {
                throw new ExpressionException("in needs a list of literals, for example x in [0, 6]");
            }
        }
    }

    /** The dotted name that an identifier or a selection from one spells. */
    static String name(CelExpr expression) throws ExpressionException {
        if (expression.getKind() == ExprKind.Kind.IDENT) {
            return expression.ident().name();
        }
        if (expression.getKind() == ExprKind.Kind.SELECT && !expression.select().testOnly()) {
            return name(expression.select().operand()) + "."
                    + expression.select().field();
        }
        throw new ExpressionException(
                "has() and selection from values are not supported; write x == null to ask whether x is missing");
    }

    private String supported() {
        Set<String> known = new TreeSet<>(SPECIAL);
        known.addAll(functions);
        known.removeIf(name -> !Character.isLetter(name.charAt(0)));
        return "supported are + - * / % == != < <= > >= && || ! ?: in, and the functions " + String.join(", ", known);
    }
}
