package io.millrace.pipeline.expression;

import com.google.protobuf.Timestamp;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelUnknownSet;
import java.util.HashMap;
import java.util.Map;

/** What CEL's own interpreter makes of an expression, as a feature's double: NaN where it fails or can't know. */
final class CelOracle {
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(CelOptions.current().disableCelStandardEquality(false).build())
            .addFunctionBindings(
                    CelFunctionBinding.from("max_int", Long.class, Long.class, Math::max),
                    CelFunctionBinding.from("max_double", Double.class, Double.class, Math::max),
                    CelFunctionBinding.from("min_int", Long.class, Long.class, Math::min),
                    CelFunctionBinding.from("min_double", Double.class, Double.class, Math::min),
                    CelFunctionBinding.from("abs_int", Long.class, Math::abs),
                    CelFunctionBinding.from("abs_double", Double.class, Math::abs))
            .build();

    private final CelRuntime.Program program;

    CelOracle(String text) throws CelValidationException, CelEvaluationException {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addFunctionDeclarations(CheckedExpression.ownFunctions());
        TestEvents.OPERANDS.forEach(
                (name, operand) -> compiler.addVar(name, operand.type().nullable()));
        CelAbstractSyntaxTree tree = compiler.build().compile(text).getAst();
        program = RUNTIME.createProgram(tree);
    }

    /** @param values a field that is not named is unknown to CEL */
    double eval(Map<String, Object> values) {
        Map<String, Object> variables = new HashMap<>(values);
        for (String time : new String[] {"t", "v"}) {
            variables.computeIfPresent(time, (name, millis) -> timestamp((Long) millis));
        }
        try {
            Object result = program.eval(variables);
            if (result instanceof CelUnknownSet) {
                return Double.NaN;
            }
            return result instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) result).doubleValue();
        } catch (CelEvaluationException e) {
            return Double.NaN;
        }
    }

    private static Timestamp timestamp(long millis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(millis, 1000L))
                .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
                .build();
    }
}
