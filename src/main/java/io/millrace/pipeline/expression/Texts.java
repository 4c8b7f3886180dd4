package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.STRING;

import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfLong;
import io.millrace.pipeline.expression.Code.OfString;
import java.util.List;
import java.util.function.BiPredicate;

/** Operations on strings; missing where a string is. */
final class Texts {
    private Texts() {}

    static void addTo(Operations operations) {
        test(operations, "startsWith", String::startsWith);
        test(operations, "endsWith", String::endsWith);
        test(operations, "contains", String::contains);
        operations.add(
                "size", List.of(STRING), arguments -> size(arguments.get(0).asString()));
        operations.add(
                "_+_",
                List.of(STRING, STRING),
                arguments -> concatenation(
                        arguments.get(0).asString(), arguments.get(1).asString()));
    }

    private static void test(Operations operations, String name, BiPredicate<String, String> test) {
        operations.add(name, List.of(STRING, STRING), arguments -> {
            OfString left = arguments.get(0).asString();
            OfString right = arguments.get(1).asString();
            return Typed.ofBool((event, row) -> {
                String x = left.eval(event, row);
                String y = right.eval(event, row);
                return x == null || y == null ? OfBool.MISSING : OfBool.of(test.test(x, y));
            });
        });
    }

    /** The number of Unicode code points. */
    private static Typed size(OfString operand) {
        return Typed.ofInt((event, row) -> {
            String x = operand.eval(event, row);
            return x == null ? OfLong.MISSING : x.codePointCount(0, x.length());
        });
    }

    private static Typed concatenation(OfString left, OfString right) {
        return Typed.ofString((event, row) -> {
            String x = left.eval(event, row);
            String y = right.eval(event, row);
            return x == null || y == null ? null : x + y;
        });
    }
}
