package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.DOUBLE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;

/** Every function and operator that expressions may use, by its name in CEL and the types of its arguments. */
final class Operations {
    /** Makes the code of a call from the code of its arguments. */
    @FunctionalInterface
    interface Builder {
        Typed build(List<Typed> arguments);
    }

    private final Map<String, Builder> builders = new HashMap<>();
    private final Set<String> names = new TreeSet<>();

    static Operations standard() {
        Operations operations = new Operations();
        Arithmetic.addTo(operations);
        Comparisons.addTo(operations);
        Logic.addTo(operations);
        Calendar.addTo(operations);
        Texts.addTo(operations);
        Conversions.addTo(operations);
        Components.addTo(operations);
        return operations;
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    Optional<Builder> find(String name, List<Typed> arguments) {
        List<ExpressionType> types = arguments.stream().map(Typed::type).toList();
        return Optional.ofNullable(builders.get(signature(name, types)));
    }

    static String signature(String name, List<ExpressionType> types) {
        return name + types.stream().map(ExpressionType::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    void add(String name, List<ExpressionType> types, Builder builder) {
        names.add(name);
        Builder other = builders.put(signature(name, types), builder);
        if (other != null) {
            throw new IllegalStateException(signature(name, types) + " is defined twice");
        }
    }

    /** Of two longs to one; missing where either is. */
    void longs(String name, ExpressionType a, ExpressionType b, ExpressionType result, LongBinaryOperator operator) {
        add(name, List.of(a, b), arguments -> {
            Code.OfLong left = arguments.get(0).asLong();
            Code.OfLong right = arguments.get(1).asLong();
            Code.OfLong code = (event, row) -> {
                long x = left.eval(event, row);
                long y = right.eval(event, row);
                return x == Code.OfLong.MISSING || y == Code.OfLong.MISSING
                        ? Code.OfLong.MISSING
                        : operator.applyAsLong(x, y);
            };
            return new Typed(result, code);
        });
    }

    /** Of one long to an int; missing where it is. */
    void longToInt(String name, ExpressionType argument, LongUnaryOperator operator) {
        add(name, List.of(argument), arguments -> {
            Code.OfLong operand = arguments.get(0).asLong();
            return Typed.ofInt((event, row) -> {
                long x = operand.eval(event, row);
                return x == Code.OfLong.MISSING ? Code.OfLong.MISSING : operator.applyAsLong(x);
            });
        });
    }

    /** Of two doubles; the maker gets the code of both. */
    void doubles(String name, DoubleMaker maker) {
        add(
                name,
                List.of(DOUBLE, DOUBLE),
                arguments -> Typed.ofDouble(
                        maker.make(arguments.get(0).asDouble(), arguments.get(1).asDouble())));
    }

    /** Makes code of a double from the code of two. */
    @FunctionalInterface
    interface DoubleMaker {
        Code.OfDouble make(Code.OfDouble a, Code.OfDouble b);
    }
}
