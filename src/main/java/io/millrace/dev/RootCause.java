package io.millrace.dev;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds, in the text of a stack trace, what it all came from. */
public final class RootCause {
    private static final String CAUSED_BY = "Caused by: ";
    private static final Pattern FRAME = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ more|\\s*Suppressed: .*");
    private static final Pattern DEFINITION =
            Pattern.compile("(?s)(?:[\\w.]+Exception: )*io\\.millrace\\.config\\.DefinitionException: (.*)");

    private RootCause() {}

    /**
     * The innermost exception of a trace with all lines of its message. An error of definition or settings is its problems alone. Text without a
     * trace comes back as it is.
     */
    public static String of(String trace) {
        List<String> lines = trace.strip().lines().toList();
        int first = firstLine(lines);
        int end = first;
        while (end < lines.size() && !FRAME.matcher(lines.get(end)).matches()) {
            end++;
        }
        String message = String.join("\n", lines.subList(first, end));
        return withoutOurName(message.startsWith(CAUSED_BY) ? message.substring(CAUSED_BY.length()) : message);
    }

    private static int firstLine(List<String> lines) {
        for (int i = lines.size() - 1; i > 0; i--) {
            if (lines.get(i).startsWith(CAUSED_BY)) {
                return i;
            }
        }
        return 0;
    }

    private static String withoutOurName(String message) {
        Matcher definition = DEFINITION.matcher(message);
        return definition.matches() ? definition.group(1) : message;
    }
}
