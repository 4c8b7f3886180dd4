package io.millrace.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Our closures against CEL's own interpreter: the same bits where CEL gives a value, and missing exactly where CEL fails. */
class ExpressionPropertyTest {
    private static final int EVENTS = 20;

    /** The large ones overflow when they are added or multiplied, but never to exactly -2^63, which we hold for missing and CEL does not. */
    private static final List<Long> INTS = List.of(
            0L, 1L, -1L, 2L, 7L, 60L, -13L, 1_000_003L, 6_917_529_027_641_081_901L, -6_917_529_027_641_081_903L);

    /** So small that no result becomes infinite. */
    private static final List<Double> DOUBLES = List.of(0.0, -0.0, 1.0, -1.5, 0.1, 3.0, 1e-3, 12345.678, -99.99);

    private static final List<String> STRINGS = List.of("", "a", "ab", "B", "é", "😀", "abab");
    private static final List<Long> TIMES =
            List.of(0L, -1L, 1_522_540_800_000L, 1_709_251_198_007L, 1_709_164_799_999L, -86_400_001L);

    @Property(tries = 4000)
    void agreesWithCel(@ForAll("expressions") String text, @ForAll long seed) throws Exception {
        ParsedExpression parsed = ParsedExpression.parse(text);
        Map<String, Operand> operands = new HashMap<>(TestEvents.OPERANDS);
        operands.keySet().retainAll(parsed.names());
        Expression ours = parsed.check(operands).compile(TestEvents.SLOTS);
        CelOracle cel = new CelOracle(text);
        Random random = new Random(seed);
        for (int i = 0; i < EVENTS; i++) {
            Map<String, Object> values = values(random);
            double expected = cel.eval(values);
            double actual = ours.eval(TestEvents.event(values), TestEvents.row(values));
            assertThat(Double.doubleToLongBits(actual))
                    .as("%s with %s: CEL %s, ours %s", text, values, expected, actual)
                    .isEqualTo(Double.doubleToLongBits(expected));
        }
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.oneOf(numbers(4), doubles(4), bools(4));
    }

    private static Arbitrary<String> numbers(int depth) {
        Arbitrary<String> leaf = Arbitraries.of("i", "j", "f.count", "0", "1", "-3", "60", "6917529027641081903");
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> n = Arbitraries.lazy(() -> numbers(depth - 1));
        return Arbitraries.oneOf(
                leaf,
                binary(n, "+", "-", "*", "/", "%"),
                binary(n, "+", "-", "*"),
                binary(Arbitraries.of("i", "j"), "+", "-", "*"),
                call(n, "max", "min"),
                n.map(x -> "abs(" + x + ")"),
                n.map(x -> "-(" + x + ")"),
                n.map(x -> "int(" + x + ")"),
                Arbitraries.lazy(() -> doubles(depth - 1)).map(x -> "int(" + x + ")"),
                strings(depth - 1).map(x -> "size(" + x + ")"),
                parts(),
                conditional(depth, n));
    }

    private static Arbitrary<String> doubles(int depth) {
        Arbitrary<String> leaf = Arbitraries.of("d", "e", "f.avg", "0.0", "1.0", "-2.5", "0.1", "1e3");
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> n = Arbitraries.lazy(() -> doubles(depth - 1));
        return Arbitraries.oneOf(
                leaf,
                binary(n, "+", "-", "*"),
                call(n, "max", "min"),
                n.map(x -> "abs(" + x + ")"),
                n.map(x -> "-(" + x + ")"),
                n.map(x -> "(" + x + ") / 7.3"),
                Arbitraries.lazy(() -> numbers(depth - 1)).map(x -> "double(" + x + ")"),
                conditional(depth, n));
    }

    private static Arbitrary<String> bools(int depth) {
        Arbitrary<String> leaf = Arbitraries.of("b", "c", "f.flag", "true", "false");
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> n = Arbitraries.lazy(() -> bools(depth - 1));
        String[] comparisons = {"<", "<=", ">", ">=", "==", "!="};
        return Arbitraries.oneOf(
                leaf,
                binary(n, "&&", "||", "==", "!=", "<", ">="),
                n.map(x -> "!(" + x + ")"),
                binary(Arbitraries.lazy(() -> numbers(depth - 1)), comparisons),
                // Adding 0.0 makes 0.0 of -0.0: by IEEE 754, and for us, they are equal, but not for CEL's Java
                // library.
                binary(Arbitraries.lazy(() -> doubles(depth - 1)).map(x -> "(" + x + ") + 0.0"), comparisons),
                binary(strings(depth - 1), comparisons),
                binary(Arbitraries.of("t", "v", "t + duration('90m')", "v - duration('1s')"), comparisons),
                binary(Arbitraries.of("t - v", "v - t", "duration('36h')"), comparisons),
                Arbitraries.lazy(() -> numbers(depth - 1)).map(x -> "(" + x + ") in [0, 1, -3, 7]"),
                // Without 0.0, which CEL's Java library takes for another element of a list than -0.0.
                Arbitraries.lazy(() -> doubles(depth - 1)).map(x -> "(" + x + ") in [0.1, 1.0, 3.0]"),
                strings(depth - 1).map(x -> "(" + x + ") in ['a', 'ab']"),
                method(strings(depth - 1), "startsWith", "endsWith", "contains"),
                conditional(depth, n));
    }

    private static Arbitrary<String> strings(int depth) {
        Arbitrary<String> leaf = Arbitraries.of("s", "u", "'a'", "''", "'é'", "'😀'");
        return depth <= 0 ? leaf : Arbitraries.oneOf(leaf, binary(leaf, "+"), conditional(depth, leaf));
    }

    private static Arbitrary<String> parts() {
        String[] parts = {
            "getFullYear",
            "getMonth",
            "getDate",
            "getDayOfMonth",
            "getDayOfWeek",
            "getDayOfYear",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds"
        };
        return Arbitraries.of("t", "v", "(t + duration('90m'))")
                .flatMap(time -> Arbitraries.of(parts).map(part -> time + "." + part + "()"));
    }

    private static Arbitrary<String> conditional(int depth, Arbitrary<String> value) {
        return Arbitraries.lazy(() -> bools(Math.max(0, depth - 2)))
                .flatMap(condition ->
                        value.flatMap(yes -> value.map(no -> "((" + condition + ") ? (" + yes + ") : (" + no + "))")));
    }

    private static Arbitrary<String> binary(Arbitrary<String> value, String... operators) {
        return value.flatMap(left -> Arbitraries.of(operators)
                .flatMap(operator -> value.map(right -> "(" + left + ") " + operator + " (" + right + ")")));
    }

    private static Arbitrary<String> call(Arbitrary<String> value, String... functions) {
        return value.flatMap(left -> Arbitraries.of(functions)
                .flatMap(function -> value.map(right -> function + "(" + left + ", " + right + ")")));
    }

    private static Arbitrary<String> method(Arbitrary<String> value, String... methods) {
        return value.flatMap(left -> Arbitraries.of(methods)
                .flatMap(method -> value.map(right -> "(" + left + ")." + method + "(" + right + ")")));
    }

    /** Each field and feature is absent once in six times. */
    private static Map<String, Object> values(Random random) {
        Map<String, Object> values = new HashMap<>();
        TestEvents.OPERANDS.forEach((name, operand) -> {
            if (random.nextInt(6) > 0) {
                values.put(name, value(operand, random));
            }
        });
        return values;
    }

    private static Object value(Operand operand, Random random) {
        return switch (operand.type()) {
            // A row holds ints exactly up to 2^53 only.
            case INT -> pick(operand instanceof Operand.OfFeature ? INTS.subList(0, 8) : INTS, random);
            case DOUBLE -> pick(DOUBLES, random);
            case BOOL -> random.nextBoolean();
            case STRING -> pick(STRINGS, random);
            case TIMESTAMP -> pick(TIMES, random);
            case DURATION, VECTOR -> throw new IllegalArgumentException("no operand is a " + operand.type());
        };
    }

    private static <T> T pick(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
