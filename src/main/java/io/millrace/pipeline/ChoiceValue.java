package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One of a few words. */
final class ChoiceValue {
    private ChoiceValue() {}

    /** What a key says, in lower case; {@code otherwise} where it is not there; empty where its value is none of them. */
    static <E extends Enum<E>> Optional<E> read(YamlMap map, String key, E otherwise, E[] all) {
        Optional<YamlValue> value = map.value(key);
        if (value.isEmpty()) {
            return Optional.of(otherwise);
        }
        List<String> names = Arrays.stream(all)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        Optional<String> name = value.get().text();
        int index = name.map(names::indexOf).orElse(-1);
        if (name.isPresent() && index < 0) {
            value.get().problem("\"" + name.get() + "\" is none of " + String.join(", ", names));
        }
        return index < 0 ? Optional.empty() : Optional.of(all[index]);
    }
}
