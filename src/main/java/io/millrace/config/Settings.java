package io.millrace.config;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment needs beside the definition: addresses, credentials, how eagerly to work. Checked when read, so that every
 * value can be used as it is; travels inside Flink's operators.
 *
 * <p>Known keys are {@link Setting}s; what begins with a {@link SettingsPrefix} passes through to a library. {@link #toString}
 * shows no secret, and no message does.
 */
public final class Settings implements Serializable {
    private static final long serialVersionUID = 1;

    private final TreeMap<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /**
     * Reads settings; each source overrides those before it.
     *
     * @param files in the format of {@link java.util.Properties}
     * @param environment variables of the process; the names are explained in {@link Setting#variable}
     * @param assignments {@code key=value} each
     * @throws DefinitionException with every problem found
     */
    public static Settings read(List<Path> files, Map<String, String> environment, List<String> assignments) {
        Problems problems = new Problems();
        SettingsSources sources = new SettingsSources(problems);
        files.forEach(sources::file);
        sources.environment(environment);
        sources.arguments(assignments);
        Map<String, String> values = new TreeMap<>();
        sources.written().forEach((key, written) -> {
            check(key, written, problems);
            values.put(key, written.value());
        });
        for (Setting setting : Setting.values()) {
            if (setting.defaultText() == null && !values.containsKey(setting.key())) {
                problems.add(
                        "settings",
                        setting.key() + " is missing (" + setting.help() + "); give it in a settings file, as "
                                + setting.variable() + " or by --set " + setting.key() + "=...");
            }
        }
        problems.throwIfAny();
        return new Settings(values);
    }

    /** Settings from values alone. */
    public static Settings of(Map<String, String> values) {
        List<String> assignments = new ArrayList<>();
        values.forEach((key, value) -> assignments.add(key + "=" + value));
        return read(List.of(), Map.of(), assignments);
    }

    private static void check(String key, SettingsSources.Written written, Problems problems) {
        String where = written.where() + " " + key;
        Setting setting = Setting.named(key).orElse(null);
        SettingsPrefix prefix = SettingsPrefix.of(key).orElse(null);
        if (setting != null) {
            checkKnown(where, setting, written.value(), problems);
        } else if (prefix == null) {
            problems.add(where, "\"" + key + "\" is not a setting" + Names.hint(key, known()));
        } else if (prefix.isReserved(key)) {
            problems.add(where, "Millrace sets this itself; remove it");
        }
        checkFile(where, key, written.value(), problems);
    }

    private static void checkKnown(String where, Setting setting, String value, Problems problems) {
        String complaint = setting.kind().complaint(value);
        if (complaint != null) {
            problems.add(where, "\"" + value + "\" " + complaint);
        } else if (value.isEmpty() && !"".equals(setting.defaultText())) {
            problems.add(where, "the value is empty; give " + setting.help());
        }
    }

    private static void checkFile(String where, String key, String value, Problems problems) {
        boolean names = key.contains("ssl.") && key.endsWith(".location");
        if (names && !value.isEmpty() && !Files.isReadable(Path.of(value))) {
            problems.add(
                    where,
                    "there is no readable file \"" + value + "\"; give the path of the store as this machine sees it");
        }
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(Setting.keys());
        for (SettingsPrefix prefix : SettingsPrefix.values()) {
            known.add(prefix.text() + "*");
        }
        return known;
    }

    /** The value of a setting, or its default; empty where both are. */
    public String text(Setting setting) {
        String value = valueOf(setting);
        if (value == null) {
            throw new IllegalStateException(setting.key() + " was checked to be there");
        }
        return value;
    }

    public int count(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    public Duration duration(Setting setting) {
        return Duration.ofMillis(Durations.parse(text(setting)).orElseThrow());
    }

    /** A point in time; empty where the setting is. */
    public Optional<Instant> instant(Setting setting) {
        return Instants.parse(text(setting));
    }

    private @Nullable String valueOf(Setting setting) {
        String value = values.get(setting.key());
        return value != null ? value : setting.defaultText();
    }

    /** What passes through under a prefix, by the library's own keys. */
    public Map<String, String> under(SettingsPrefix prefix) {
        Map<String, String> under = new TreeMap<>();
        values.forEach((key, value) -> {
            if (SettingsPrefix.of(key).orElse(null) == prefix
                    && Setting.named(key).isEmpty()) {
                under.put(key.substring(prefix.text().length()), value);
            }
        });
        return under;
    }

    /** The values given, secrets too: for shipping, not for showing. */
    public Map<String, String> map() {
        return new TreeMap<>(values);
    }

    /** A line for each setting in effect, defaults too; secrets masked. */
    public String describe() {
        Map<String, String> shown = new TreeMap<>(values);
        for (Setting setting : Setting.values()) {
            String value = valueOf(setting);
            if (value != null) {
                shown.put(setting.key(), value);
            }
        }
        StringBuilder lines = new StringBuilder();
        shown.forEach((key, value) -> lines.append(key)
                .append('=')
                .append(SettingsSecrets.shown(key, value))
                .append('\n'));
        return lines.toString();
    }

    @Override
    public String toString() {
        return "Settings:\n" + describe();
    }
}
