package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlValue;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names may be given to sources, feature sets and features, so that expressions and topics can spell them. */
final class Identifiers {
    static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,62}");
    static final Pattern PIPELINE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private Identifiers() {}

    /**
     * Reports a name that expressions could not spell.
     *
     * @param value what bears the name
     */
    static boolean check(String name, YamlValue value) {
        if (RESERVED.contains(name)) {
            value.problem("\"" + name + "\" is a word of the expression language; choose another name");
            return false;
        }
        if (!NAME.matcher(name).matches()) {
            value.problem("\"" + name + "\" is no name; use letters, digits and _, and begin with a letter");
            return false;
        }
        return true;
    }
}
