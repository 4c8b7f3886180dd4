package io.millrace.pipeline;

import io.millrace.event.VectorShape;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.pipeline.AggregateKey.Takes;
import io.millrace.pipeline.DeclaredAggregate.DeclaredCategories;
import io.millrace.pipeline.DeclaredAggregate.DeclaredDimensions;
import io.millrace.pipeline.DeclaredAggregate.DeclaredGroups;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the aggregate of a windowed feature with its parameters. */
final class AggregateSection {
    private static final String ALL = "all";
    private static final String DIMENSIONS = "dimensions";
    private static final int MOST_VALUES = 100;
    private static final int BOUND = 1_000;
    private static final int LARGEST_BOUND = 100_000;
    private static final int MOST_CATEGORIES = 1_000;

    private final AggregateKey key;
    private final YamlMap map;

    AggregateSection(AggregateKey key, YamlMap map) {
        this.key = key;
        this.map = map;
    }

    /** The aggregate; empty where it has problems. */
    Optional<DeclaredAggregate> read() {
        checkKeys();
        return key == AggregateKey.CUSTOM ? new CustomSection(map).read() : readOurs();
    }

    private Optional<DeclaredAggregate> readOurs() {
        Optional<YamlValue> value = map.value(key.key());
        if (key.takes() == Takes.EVENTS) {
            value.ifPresent(this::checkAll);
            value = Optional.empty();
        }
        Optional<? extends Aggregate> aggregate = aggregate();
        Optional<DeclaredCategories> categories = categories();
        Optional<DeclaredGroups> groups = grouped() ? GroupParameters.read(map) : Optional.empty();
        Optional<DeclaredDimensions> dimensions = dimensions();
        boolean complete = aggregate.isPresent()
                && categories.isPresent() == has("categories")
                && groups.isPresent() == grouped()
                && dimensions.isPresent() == has(DIMENSIONS);
        return complete
                ? Optional.of(new DeclaredAggregate(
                        key,
                        aggregate.get(),
                        value.orElse(null),
                        null,
                        categories.orElse(null),
                        groups.orElse(null),
                        dimensions.orElse(null)))
                : Optional.empty();
    }

    /** Reports keys that are not known, and those that belong to other aggregates. */
    private void checkKeys() {
        List<String> known = new ArrayList<>(Keys.of(key));
        for (String parameter : AggregateKey.allParameters()) {
            if (!known.contains(parameter) && map.value(parameter).isPresent()) {
                known.add(parameter);
                map.value(parameter)
                        .get()
                        .problem("means nothing with " + key.key() + "; it belongs to "
                                + String.join(", ", AggregateKey.having(parameter)));
            }
        }
        map.allow(known);
    }

    private boolean has(String parameter) {
        return key.parameters().contains(parameter) && map.value(parameter).isPresent();
    }

    private boolean grouped() {
        return key.parameters().contains("by") && GroupParameters.areIn(map);
    }

    private void checkAll(YamlValue value) {
        Optional<String> what = value.text();
        if (what.isPresent() && !what.get().equals(ALL)) {
            value.problem("\"" + what.get() + "\" can't be "
                    + (key == AggregateKey.COUNT ? "counted" : "taken here: " + key.key() + " is about events")
                    + "; write " + key.key() + ": all, with where for some of the events");
        }
    }

    private Optional<? extends Aggregate> aggregate() {
        return switch (key) {
            case FIRST, LAST, TOP, BOTTOM, MOST_FREQUENT ->
                NumberValues.count(map, "k", 1, MOST_VALUES).map(k -> new Several(Choice.valueOf(key.name()), k));
            case DISTINCT ->
                NumberValues.count(map, "bound", BOUND, LARGEST_BOUND).map(Distinct::new);
            case QUANTILES -> SketchParameters.quantiles(map);
            case HISTOGRAM -> SketchParameters.histogram(map);
            case DECAYED_SUM -> halfLife().map(halfLife -> new Decayed(halfLife, false));
            case DECAYED_MEAN -> halfLife().map(halfLife -> new Decayed(halfLife, true));
            default -> Optional.of(key.plain());
        };
    }

    private Optional<Long> halfLife() {
        return map.require("half_life", "1d").flatMap(DurationValues::readPositive);
    }

    private Optional<DeclaredDimensions> dimensions() {
        if (!has(DIMENSIONS)) {
            return Optional.empty();
        }
        YamlValue value = map.value(DIMENSIONS).orElseThrow();
        if (grouped()) {
            value.problem("can't stand beside by: there are no groups of vectors; write a feature with where for each");
            return Optional.empty();
        }
        return NumberValues.count(map, DIMENSIONS, 0, VectorShape.MOST)
                .map(count -> new DeclaredDimensions(value, count));
    }

    private Optional<DeclaredCategories> categories() {
        return has("categories") ? map.value("categories").flatMap(AggregateSection::categories) : Optional.empty();
    }

    private static Optional<DeclaredCategories> categories(YamlValue value) {
        return ListValues.distinct(value, MOST_CATEGORIES, "categories: [A, B, C]", YamlValue::text)
                .map(texts -> new DeclaredCategories(value, texts));
    }
}
