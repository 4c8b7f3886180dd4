package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.pipeline.DeclaredAggregate.DeclaredGroups;
import io.millrace.pipeline.expression.Category;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the aggregate of groups once the type of what names them is known. */
final class GroupCheck {
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_]");

    private final ExpressionType type;
    private final List<Long> keys = new ArrayList<>();

    /** For the name that a group gives to its feature, the group as it was written. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private GroupCheck(ExpressionType type) {
        this.type = type;
    }

    /**
     * The aggregate; empty where a group has problems.
     *
     * @param of the aggregate of each group
     * @param type of what names an event's group: a number or a string
     */
    static Optional<Aggregate> aggregate(Plain of, DeclaredGroups groups, ExpressionType type) {
        if (groups.named().isEmpty()) {
            return Optional.of(new TopGroups(of, groups.largest()));
        }
        GroupCheck check = new GroupCheck(type);
        groups.named().forEach(check::add);
        return check.names.size() == groups.named().size()
                ? Optional.of(new ByGroup(of, check.keys, List.copyOf(check.names.keySet())))
                : Optional.empty();
    }

    private void add(YamlValue group) {
        Optional<Long> key = key(group);
        if (key.isEmpty()) {
            return;
        }
        if (keys.contains(key.get())) {
            group.problem("is the same group as another one of this list; remove one of the two");
            return;
        }
        String text = group.scalar().orElse("");
        String name = NOT_IN_NAMES.matcher(text).replaceAll("_");
        String other = names.putIfAbsent(name, text);
        if (other != null) {
            group.problem("\"" + text + "\" and \"" + other + "\" would both give a feature that ends in _" + name
                    + "; give one of them another text in by");
            return;
        }
        keys.add(key.get());
    }

    private Optional<Long> key(YamlValue group) {
        if (type == ExpressionType.STRING) {
            return group.text().map(Category::of);
        }
        Optional<Double> number = NumberValues.finite(group);
        if (type == ExpressionType.INT && number.isPresent() && !NumberValues.isWhole(number.get())) {
            group.problem("is " + NumberValues.text(group) + "; the groups are whole numbers, because by is an int");
            return Optional.empty();
        }
        return number.map(Category::of);
    }
}
