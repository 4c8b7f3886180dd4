package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers in a definition. */
final class NumberValues {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,9})?)%");

    private NumberValues() {}

    /** A finite number; minus zero is zero. */
    static Optional<Double> finite(YamlValue value) {
        Optional<Double> number = value.number();
        if (number.isPresent() && !Double.isFinite(number.get())) {
            value.problem("is larger than any number that a feature can hold; at most 1.7e308");
            return Optional.empty();
        }
        return number.map(each -> each + 0.0);
    }

    /** A whole number from 1 to {@code most}; {@code otherwise} where the key is not there; empty where its value is wrong. */
    static Optional<Integer> count(YamlMap map, String key, int otherwise, int most) {
        Optional<YamlValue> value = map.value(key);
        return value.isEmpty() ? Optional.of(otherwise) : count(value.get(), most);
    }

    private static Optional<Integer> count(YamlValue value, int most) {
        Optional<Double> number = value.number();
        if (number.isPresent() && !(number.get() >= 1 && number.get() <= most && isWhole(number.get()))) {
            value.problem("is " + text(value) + "; expected a whole number from 1 to " + most);
            return Optional.empty();
        }
        return number.map(Double::intValue);
    }

    /** A share below 1, written as a percentage. */
    static Optional<Double> share(YamlValue value) {
        Optional<String> text = value.scalar();
        Matcher matcher = PERCENT.matcher(text.orElse(""));
        double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : 1;
        if (text.isPresent() && !(share < 1)) {
            value.problem("\"" + text.get() + "\" is no share; write for example 0.5%, below 100%");
            return Optional.empty();
        }
        return text.map(percent -> share);
    }

    static boolean isWhole(double number) {
        return number == Math.rint(number) && !Double.isInfinite(number);
    }

    /** A number as it was written. */
    static String text(YamlValue value) {
        return value.scalar().orElse("");
    }
}
