package io.millrace.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as users write them, {@code 500ms}, {@code 10m} or {@code 1d12h}, and as milliseconds. Units stand from the longest to the shortest, each once. */
public final class Durations {
    public static final long DAY = 86_400_000;

    /** A century: longer ones are mistakes, and shorter ones can be added without overflow. */
    private static final long LONGEST = 36_525 * DAY;

    private static final Map<String, Long> UNITS = units();
    private static final Pattern SHAPE = Pattern.compile(
            "(?=.)((?<d>\\d{1,9})d)?((?<h>\\d{1,9})h)?((?<m>\\d{1,9})m)?((?<s>\\d{1,9})s)?((?<ms>\\d{1,15})ms)?");

    private Durations() {}

    /** A duration of at least 0, in milliseconds; empty where the text is none or is longer than a century. */
    public static Optional<Long> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long sum = 0;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            String digits = matcher.group(unit.getKey());
            sum += digits == null ? 0 : Long.parseLong(digits) * unit.getValue();
        }
        return sum > LONGEST ? Optional.empty() : Optional.of(sum);
    }

    /** The shortest text that {@link #parse} reads as the same length. */
    public static String format(long millis) {
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            long count = rest / unit.getValue();
            rest %= unit.getValue();
            text.append(count == 0 ? "" : count + unit.getKey());
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("d", DAY);
        units.put("h", 3_600_000L);
        units.put("m", 60_000L);
        units.put("s", 1_000L);
        units.put("ms", 1L);
        return units;
    }
}
