package io.millrace.pipeline.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelParser;
import java.util.Map;
import java.util.Set;

/** An expression whose syntax is right and which uses supported constructs only; its types are not known yet. */
public final class ParsedExpression {
    private static final int MAX_LENGTH = 10_000;

    private final String text;
    private final Set<String> names;

    private ParsedExpression(String text, Set<String> names) {
        this.text = text;
        this.names = names;
    }

    public static ParsedExpression parse(String text) throws ExpressionException {
        if (text.length() > MAX_LENGTH) {
            throw new ExpressionException("is " + text.length() + " characters long; at most " + MAX_LENGTH
                    + " are allowed: split it into several features");
        }
        CelParser parser = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardMacros()
                .build();
        Survey survey = new Survey(Operations.standard().names());
        survey.visit(tree(parser.parse(text)).getExpr());
        return new ParsedExpression(text, survey.names());
    }

    /** The names of fields and features, in the order of their first use. */
    public Set<String> names() {
        return names;
    }

    /** The expression as it was written. */
    public String text() {
        return text;
    }

    /**
     * Checks the types.
     *
     * @param operands what each of {@link #names} stands for
     */
    public CheckedExpression check(Map<String, Operand> operands) throws ExpressionException {
        return CheckedExpression.of(text, operands);
    }

    static CelAbstractSyntaxTree tree(CelValidationResult result) throws ExpressionException {
        if (result.hasError()) {
            throw Complaints.of(result.getErrors().get(0));
        }
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()));
        }
    }
}
