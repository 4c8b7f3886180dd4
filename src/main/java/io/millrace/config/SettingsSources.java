package io.millrace.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Gathers settings from where they are written, each with its place. A later source overrides an earlier one: files in
 * their order, then the environment, then {@code --set}.
 *
 * <p>An environment variable is a key with {@code MILLRACE_} before it, in capitals, with {@code _} for {@code .}; in keys that pass
 * through, {@code __} stands for {@code -}: {@code MILLRACE_KAFKA_BOOTSTRAP_SERVERS} is {@code kafka.bootstrap.servers} and {@code
 * MILLRACE_FLINK_EXECUTION_BUFFER__TIMEOUT_INTERVAL} is {@code flink.execution.buffer-timeout.interval}. Other variables that begin
 * with {@code MILLRACE_} are left alone unless their name is nearly that of a setting.
 */
final class SettingsSources {
    static final String PREFIX = "MILLRACE_";

    private final Problems problems;
    private final Map<String, Written> written = new TreeMap<>();

    SettingsSources(Problems problems) {
        this.problems = problems;
    }

    /** A value and where it was written. */
    record Written(String where, String value) {}

    Map<String, Written> written() {
        return written;
    }

    /** Reads a file in the format of {@link Properties}. */
    void file(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            problems.add(
                    file.toString(), "the settings file can't be read (" + e + "); give the path of one that exists");
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            int first = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (continues(logical) && !isComment(logical) && i + 1 < lines.size()) {
                logical.append('\n').append(lines.get(++i));
            }
            line(file + ":" + first, logical.toString());
        }
    }

    private void line(String where, String logical) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(where, "the line can't be read as key=value; a backslash is written twice");
            return;
        }
        one.stringPropertyNames().forEach(key -> put(where, key, one.getProperty(key)));
    }

    void environment(Map<String, String> variables) {
        new TreeMap<>(variables).forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                key(name).ifPresent(key -> put("environment variable " + name, key, value));
            }
        });
    }

    private static Optional<String> key(String variable) {
        for (Setting setting : Setting.values()) {
            if (setting.variable().equals(variable)) {
                return Optional.of(setting.key());
            }
        }
        String key = variable.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("__", "-")
                .replace('_', '.');
        boolean meant = SettingsPrefix.of(key).isPresent()
                || Names.nearest(key, Setting.keys()).isPresent();
        return meant ? Optional.of(key) : Optional.empty();
    }

    /** Takes {@code key=value} arguments. */
    void arguments(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                problems.add("--set", "an argument has no key=value; write for example --set parallelism=4");
            } else {
                put("--set", assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
            }
        }
    }

    private void put(String where, String key, String value) {
        written.put(key, new Written(where, value.strip()));
    }

    private static boolean continues(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }
}
