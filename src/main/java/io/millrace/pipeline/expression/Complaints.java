package io.millrace.pipeline.expression;

import dev.cel.common.CelIssue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what CEL complains of into words that tell the user what to write. */
final class Complaints {
    private static final Pattern NO_OVERLOAD =
            Pattern.compile("found no matching overload for '(.+)' applied to '\\((.*?)\\)'.*", Pattern.DOTALL);
    private static final Pattern NULLABLE = Pattern.compile("wrapper\\((\\w+)\\)");

    private Complaints() {}

    static ExpressionException of(CelIssue issue) {
        String message = NULLABLE.matcher(issue.getMessage())
                .replaceAll("$1")
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
        Matcher matcher = NO_OVERLOAD.matcher(message);
        if (!matcher.matches()) {
            int column = issue.getSourceLocation().getColumn() + 1;
            return new ExpressionException("is no expression (column " + column + "): " + message);
        }
        String types = matcher.group(2);
        return new ExpressionException(
                symbol(matcher.group(1)) + " does not take (" + types + ")" + hint(matcher.group(1), types));
    }

    /** The operator as it is written; CEL calls the plus sign {@code _+_}. */
    static String symbol(String function) {
        return function.equals("_?_:_") ? "?:" : function.replace("_", "").replace("@", "");
    }

    private static String hint(String function, String types) {
        if (function.equals("_?_:_")) {
            return "; it takes a bool and two values of one type";
        }
        if (types.contains("vector")) {
            return "; " + Translator.OF_VECTORS;
        }
        if (types.contains("int") && types.contains("double")) {
            return "; write whole numbers as doubles (2.0), or convert with double(x) or int(x)";
        }
        return types.contains("null") ? "; only a field or a feature can be compared with null" : "";
    }
}
