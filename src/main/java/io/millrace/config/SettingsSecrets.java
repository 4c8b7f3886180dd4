package io.millrace.config;

import java.util.List;
import java.util.Locale;

/** Knows by their names which settings must never be shown. */
public final class SettingsSecrets {
    /** What is shown in place of a secret. */
    public static final String MASK = "******";

    private static final List<String> WORDS =
            List.of("password", "secret", "token", "key", "jaas", "user.info", "credential", "authorization");

    private SettingsSecrets() {}

    /** Whether the value of this key is a secret. Rather too often than not often enough. */
    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains);
    }

    /** The value, or a mask where it is a secret. */
    public static String shown(String key, String value) {
        return isSecret(key) ? MASK : value;
    }
}
