package io.millrace.pipeline;

import io.millrace.pipeline.DeclaredAggregate.DeclaredGroups;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Reads {@code by} with {@code groups} or {@code largest}. */
final class GroupParameters {
    private static final List<String> KEYS = List.of("by", "groups", "largest");
    private static final int MOST_GROUPS = 1_000;
    private static final int MOST_LARGEST = 100;

    private GroupParameters() {}

    static boolean areIn(YamlMap map) {
        return KEYS.stream().anyMatch(key -> map.value(key).isPresent());
    }

    static Optional<DeclaredGroups> read(YamlMap map) {
        Optional<YamlValue> by = map.value("by");
        Optional<YamlValue> groups = map.value("groups");
        Optional<YamlValue> largest = map.value("largest");
        if (by.isEmpty()) {
            map.self()
                    .problem("has " + (groups.isPresent() ? "groups" : "largest")
                            + ", but nothing to group by; write for example by: country");
            return Optional.empty();
        }
        if (groups.isPresent() == largest.isPresent()) {
            map.self()
                    .problem(
                            groups.isPresent()
                                    ? "has both groups and largest; keep one of them"
                                    : "has by, but neither groups nor largest; write for example groups: [A, B] for a feature of each, or largest: 3");
            return Optional.empty();
        }
        return groups.isPresent()
                ? ListValues.items(groups.get(), MOST_GROUPS, "groups: [A, B]")
                        .map(named -> new DeclaredGroups(by.get(), named, 0))
                : NumberValues.count(map, "largest", 1, MOST_LARGEST)
                        .map(n -> new DeclaredGroups(by.get(), List.of(), n));
    }
}
