package io.millrace.examples;

import java.util.List;
import java.util.Locale;

/**
 * The rule by which environment variables set a deployment's settings: {@code MILLRACE_}, then the key in capitals with {@code _} for
 * each dot.
 */
final class SettingVariables {
    private static final String PREFIX = "MILLRACE_";
    private static final List<String> BEGINNINGS = List.of(
            "kafka.",
            "registry.",
            "models.",
            "scoring.",
            "source.",
            "delivery.",
            "checkpoint.",
            "flink.",
            "parallelism");
    private static final List<String> SECRETS =
            List.of("jaas", "password", "user.info", "secret", "token", "credential.");

    private SettingVariables() {}

    /** Whether a variable is the process's own and not one that Compose fills in, or Flink's. */
    static boolean isOne(String name) {
        return name.startsWith(PREFIX);
    }

    static boolean followsTheRule(String name) {
        return name.matches("MILLRACE_[A-Z0-9]+(__?[A-Z0-9]+)*")
                && BEGINNINGS.stream().anyMatch(key(name)::startsWith);
    }

    static boolean holdsASecret(String name) {
        return SECRETS.stream().anyMatch(key(name)::contains);
    }

    private static String key(String name) {
        return name.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", "-")
                .replace('_', '.');
    }
}
