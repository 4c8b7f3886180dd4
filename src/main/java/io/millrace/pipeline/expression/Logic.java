package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.BOOL;

import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfDouble;
import io.millrace.pipeline.expression.Code.OfLong;
import io.millrace.pipeline.expression.Code.OfString;
import java.util.List;

/** And, or, not and the conditional. And and or decide from one side where it alone decides, even if the other is missing. */
final class Logic {
    private Logic() {}

    static void addTo(Operations operations) {
        operations.add("_&&_", List.of(BOOL, BOOL), arguments -> both(arguments, OfBool.FALSE));
        operations.add("_||_", List.of(BOOL, BOOL), arguments -> both(arguments, OfBool.TRUE));
        operations.add("!_", List.of(BOOL), arguments -> not(arguments.get(0).asBool()));
        for (ExpressionType type : ExpressionType.ofSingleValues()) {
            operations.add("_?_:_", List.of(BOOL, type, type), Logic::conditional);
        }
    }

    /**
     * And, or.
     *
     * @param decisive the value of one side that makes it the value of the whole
     */
    private static Typed both(List<Typed> arguments, int decisive) {
        OfBool left = arguments.get(0).asBool();
        OfBool right = arguments.get(1).asBool();
        return Typed.ofBool((event, row) -> {
            int x = left.eval(event, row);
            if (x == decisive) {
                return decisive;
            }
            int y = right.eval(event, row);
            return y == decisive || x != OfBool.MISSING ? y : OfBool.MISSING;
        });
    }

    private static Typed not(OfBool operand) {
        return Typed.ofBool((event, row) -> {
            int x = operand.eval(event, row);
            return x == OfBool.MISSING ? OfBool.MISSING : 1 - x;
        });
    }

    private static Typed conditional(List<Typed> arguments) {
        OfBool condition = arguments.get(0).asBool();
        Typed yes = arguments.get(1);
        Typed no = arguments.get(2);
        Code code =
                switch (yes.type()) {
                    case INT, TIMESTAMP, DURATION -> longIf(condition, yes.asLong(), no.asLong());
                    case DOUBLE -> doubleIf(condition, yes.asDouble(), no.asDouble());
                    case BOOL -> boolIf(condition, yes.asBool(), no.asBool());
                    case STRING -> stringIf(condition, yes.asString(), no.asString());
                    case VECTOR -> throw new IllegalStateException("no operation gives a vector");
                };
        return new Typed(yes.type(), code);
    }

    private static OfLong longIf(OfBool condition, OfLong yes, OfLong no) {
        return (event, row) -> switch (condition.eval(event, row)) {
            case OfBool.TRUE -> yes.eval(event, row);
            case OfBool.FALSE -> no.eval(event, row);
            default -> OfLong.MISSING;
        };
    }

    private static OfDouble doubleIf(OfBool condition, OfDouble yes, OfDouble no) {
        return (event, row) -> switch (condition.eval(event, row)) {
            case OfBool.TRUE -> yes.eval(event, row);
            case OfBool.FALSE -> no.eval(event, row);
            default -> Double.NaN;
        };
    }

    private static OfBool boolIf(OfBool condition, OfBool yes, OfBool no) {
        return (event, row) -> switch (condition.eval(event, row)) {
            case OfBool.TRUE -> yes.eval(event, row);
            case OfBool.FALSE -> no.eval(event, row);
            default -> OfBool.MISSING;
        };
    }

    private static OfString stringIf(OfBool condition, OfString yes, OfString no) {
        return (event, row) -> switch (condition.eval(event, row)) {
            case OfBool.TRUE -> yes.eval(event, row);
            case OfBool.FALSE -> no.eval(event, row);
            default -> null;
        };
    }
}
