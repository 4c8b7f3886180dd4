package io.millrace.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import io.millrace.event.VectorShape;
import io.millrace.feature.Expression;
import io.millrace.feature.Projection;
import io.millrace.feature.TextExpression;
import io.millrace.feature.VectorProjection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An expression of known type that will compile: all that is left open is where its operands' values are found. */
public final class CheckedExpression {
    private static final Slots ANYWHERE = new Slots() {
        @Override
        public int field(String name) {
            return 0;
        }

        @Override
        public int feature(String name) {
            return 0;
        }
    };

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Operand> operands;
    private final ExpressionType type;
    /** Which number of a vector this is; -1 for all else. */
    private final int component;

    private CheckedExpression(
            CelAbstractSyntaxTree tree, Map<String, Operand> operands, ExpressionType type, int component) {
        this.tree = tree;
        this.operands = operands;
        this.type = type;
        this.component = component;
    }

    static CheckedExpression of(String text, Map<String, Operand> operands) throws ExpressionException {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros()
                .addFunctionDeclarations(ownFunctions());
        operands.forEach((name, operand) -> compiler.addVar(name, operand.type().nullable()));
        CelAbstractSyntaxTree tree = ParsedExpression.tree(compiler.build().compile(text));
        ExpressionType type =
                new Translator(tree, operands, ANYWHERE).translate().type();
        return new CheckedExpression(tree, Map.copyOf(operands), type, -1);
    }

    public ExpressionType type() {
        return type;
    }

    /** The fields and features that it reads. */
    public Set<Operand> operands() {
        return Set.copyOf(operands.values());
    }

    /** The same text for every way to write the expression: no spaces, no needless parentheses; features stand by what they mean. */
    public String canonical() {
        String text = new CanonicalText(operands).of(tree.getExpr());
        return component < 0 ? text : Complaints.symbol(Components.INDEX) + "(" + text + ", " + component + ")";
    }

    /**
     * One number of the vector that this is, as if it were written with an index.
     *
     * @throws IllegalStateException where this is no vector
     */
    public CheckedExpression component(int index) {
        if (type != ExpressionType.VECTOR) {
            throw new IllegalStateException("a " + type + " is no vector");
        }
        return new CheckedExpression(tree, operands, ExpressionType.DOUBLE, index);
    }

    /** The value as a feature: an int as its nearest double, a bool as 0 or 1, missing as NaN. */
    public Expression compile(Slots slots) {
        return translate(slots).toExpression();
    }

    /**
     * The value as a text: a string as it is, an int in decimal.
     *
     * @throws IllegalStateException for values of other types
     */
    public TextExpression text(Slots slots) {
        return translate(slots).toText();
    }

    /** The field that the expression is alone; empty where it is more than that. */
    public Optional<String> field() {
        return tree.getExpr().getKind() == CelExpr.ExprKind.Kind.IDENT
                ? operands.values().stream()
                        .filter(Operand.OfField.class::isInstance)
                        .map(Operand::name)
                        .findFirst()
                : Optional.empty();
    }

    /** The value as a column keeps it: a number or a bool as {@link Projection#of} has it, a string as the hash that {@link Category} gives. */
    public Projection project(Slots slots) {
        return type == ExpressionType.STRING
                ? TextColumn.hash(translate(slots).asString())
                : Projection.of(compile(slots));
    }

    /**
     * A string as a column keeps its position, from 0, in a list of categories; other strings are missing.
     *
     * @throws IllegalStateException where the value is no string
     */
    public Projection positions(List<String> categories, Slots slots) {
        if (type != ExpressionType.STRING) {
            throw new IllegalStateException("a " + type + " has no position in a list of categories");
        }
        return TextColumn.position(translate(slots).asString(), categories);
    }

    /**
     * A vector as a column keeps it.
     *
     * @throws IllegalStateException where the value is no vector: an expression that is one is a field alone
     */
    public Projection vector(Slots slots, VectorShape shape) {
        return new VectorProjection(slots.field(vectorField()), shape, null);
    }

    /** The name of the field that a vector is. */
    public String vectorField() {
        if (type != ExpressionType.VECTOR) {
            throw new IllegalStateException("a " + type + " is no vector");
        }
        return operands.keySet().iterator().next();
    }

    /** Canonical text of what {@link #project} gives, which tells numbers and hashes apart. */
    public String projected() {
        return type == ExpressionType.STRING ? "hash of " + canonical() : canonical();
    }

    /** Canonical text of what {@link #positions} gives. */
    public String positioned(List<String> categories) {
        return "position in " + categories.stream().map(CanonicalText::quoted).toList() + " of " + canonical();
    }

    private Typed translate(Slots slots) {
        try {
            Typed all = new Translator(tree, operands, slots).translate();
            return component < 0 ? all : Components.at(all, component);
        } catch (ExpressionException e) {
            throw new IllegalStateException("translated when it was checked, but not now", e);
        }
    }

    /** Functions that CEL does not have. */
    static List<CelFunctionDecl> ownFunctions() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        "max", binary("max", SimpleType.INT), binary("max", SimpleType.DOUBLE)),
                CelFunctionDecl.newFunctionDeclaration(
                        "min", binary("min", SimpleType.INT), binary("min", SimpleType.DOUBLE)),
                CelFunctionDecl.newFunctionDeclaration(
                        "abs", unary("abs", SimpleType.INT), unary("abs", SimpleType.DOUBLE)),
                CelFunctionDecl.newFunctionDeclaration(
                        Components.INDEX,
                        CelOverloadDecl.newGlobalOverload(
                                "index_vector", SimpleType.DOUBLE, ExpressionType.VECTOR.cel(), SimpleType.INT)));
    }

    private static CelOverloadDecl binary(String function, CelType type) {
        return CelOverloadDecl.newGlobalOverload(function + "_" + type.name(), type, type, type);
    }

    private static CelOverloadDecl unary(String function, CelType type) {
        return CelOverloadDecl.newGlobalOverload(function + "_" + type.name(), type, type);
    }
}
