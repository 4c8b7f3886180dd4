package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as users write them: {@code 65536}, {@code 64KiB} or {@code 1MiB}. */
final class Sizes {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,10})(KiB|MiB)?");
    private static final Map<String, Long> UNITS = Map.of("KiB", 1L << 10, "MiB", 1L << 20);

    private Sizes() {}

    /** A size from 1 byte to 2 GiB less one; anything else is a problem of the value. */
    static Optional<Integer> read(YamlValue value) {
        Optional<String> text = value.scalar();
        Optional<Integer> size = text.flatMap(Sizes::parse);
        if (text.isPresent() && size.isEmpty()) {
            value.problem("\"" + text.get() + "\" is not a size; write for example 64KiB, 1MiB or a number of bytes");
        }
        return size;
    }

    static Optional<Integer> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = matcher.group(2) == null ? 1 : UNITS.getOrDefault(matcher.group(2), 1L);
        long bytes = Long.parseLong(matcher.group(1)) * unit;
        return bytes < 1 || bytes > Integer.MAX_VALUE ? Optional.empty() : Optional.of((int) bytes);
    }
}
