package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lists in a definition. */
final class ListValues {
    private ListValues() {}

    /** From 1 to {@code most} items; anything else is a problem that shows the example. */
    static Optional<List<YamlValue>> items(YamlValue value, int most, String example) {
        Optional<List<YamlValue>> items = value.list();
        int size = items.map(List::size).orElse(1);
        if (size == 0) {
            value.problem("is empty; write for example " + example);
        } else if (size > most) {
            value.problem("has " + size + " values; at most " + most + " are allowed");
        }
        return size == 0 || size > most ? Optional.empty() : items;
    }

    /** As {@link #items}, each read by a function; empty where one of them is wrong, or is there twice. */
    static <T> Optional<List<T>> distinct(
            YamlValue value, int most, String example, Function<YamlValue, Optional<T>> read) {
        return items(value, most, example).flatMap(items -> distinct(items, read));
    }

    private static <T> Optional<List<T>> distinct(List<YamlValue> items, Function<YamlValue, Optional<T>> read) {
        List<T> all = new ArrayList<>();
        Set<T> known = new HashSet<>();
        for (YamlValue item : items) {
            Optional<T> one = read.apply(item);
            if (one.isPresent() && !known.add(one.get())) {
                item.problem("stands in this list already; remove one of the two");
            } else {
                one.ifPresent(all::add);
            }
        }
        return all.size() == items.size() ? Optional.of(all) : Optional.empty();
    }
}
