package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionException;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.ParsedExpression;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks the expression that names the segment of a scored event. It reads fields alone, so that which model serves an event follows from the event alone. */
final class SegmentCheck {
    private SegmentCheck() {}

    /** The expression; empty where it has problems. */
    static Optional<CheckedExpression> check(YamlValue value, DeclaredSource scored) {
        Optional<String> text = value.scalar();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            ParsedExpression parsed = ParsedExpression.parse(text.get());
            Map<String, Operand> operands = operands(parsed, value, scored);
            return operands.size() < parsed.names().size()
                    ? Optional.empty()
                    : Expected.NAME.check(parsed.check(operands), parsed.text(), value);
        } catch (ExpressionException e) {
            value.problem("\"" + text.get() + "\": " + e.reason());
            return Optional.empty();
        }
    }

    private static Map<String, Operand> operands(ParsedExpression parsed, YamlValue value, DeclaredSource scored) {
        Map<String, Operand> operands = new HashMap<>();
        for (String name : parsed.names()) {
            FieldKind kind = scored.fields().readable(name);
            if (kind == null) {
                value.problem(scored.fields().explain(name));
            } else {
                operands.put(name, scored.operand(name, kind));
            }
        }
        return operands;
    }
}
