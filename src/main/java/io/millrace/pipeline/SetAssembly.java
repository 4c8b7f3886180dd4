package io.millrace.pipeline;

import io.millrace.event.EventType;
import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.expression.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds one feature set: its columns, each once, and its windowed features. */
final class SetAssembly {
    private final CheckedDefinition definition;
    private final Map<String, Integer> slots;
    private final List<EventType> types;
    private final List<String> entity;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, Integer> columnByText = new HashMap<>();

    /**
     * @param slots the slot of each feature by its name
     * @param types of the events of each source
     * @param entity the fields of the entity's key
     */
    SetAssembly(CheckedDefinition definition, Map<String, Integer> slots, List<EventType> types, List<String> entity) {
        this.definition = definition;
        this.slots = slots;
        this.types = types;
        this.entity = entity;
    }

    FeatureSet featureSet(String name, int index) {
        List<WindowedFeature> windows = new ArrayList<>();
        for (CheckedFeature.Windowed feature : definition.windowed(name)) {
            if (feature.value() == 0) {
                windows.add(windowed(feature.window(), slots.getOrDefault(feature.name(), -1)));
            }
        }
        return new FeatureSet(name, index, keySlots(name), columns, windows, deletable(), definition.erasing(name));
    }

    private long deletable() {
        return columns.stream()
                .map(column -> definition.sources().get(column.source()))
                .filter(DeclaredSource::deletes)
                .mapToLong(DeclaredSource::duplicates)
                .max()
                .orElse(0);
    }

    private WindowedFeature windowed(CheckedWindow window, int slot) {
        CheckedColumn by = window.by();
        return new WindowedFeature(
                window.aggregate(),
                column(window.column()),
                by == null ? -1 : column(by),
                window.length(),
                window.begins(),
                window.lag(),
                window.withEvent(),
                window.empty(),
                slot);
    }

    /** The index of a column, which is added where it is not there yet. */
    private int column(CheckedColumn column) {
        int index = columnByText.computeIfAbsent(column.source().name() + " " + column.text(), text -> columns.size());
        if (index == columns.size()) {
            columns.add(compile(column));
        }
        return index;
    }

    private Column compile(CheckedColumn column) {
        DeclaredSource source = column.source();
        return new Column(
                source.index(),
                source.definition() + " by " + DeclaredEntity.text(entity, source),
                column.compile(new RowSlots(types.get(source.index()), slots)),
                column.text(),
                reads(column));
    }

    private List<Integer> reads(CheckedColumn column) {
        return column.operands()
                .filter(Operand.OfFeature.class::isInstance)
                .map(feature -> slots.getOrDefault(feature.name(), -1))
                .distinct()
                .sorted()
                .toList();
    }

    private List<List<Integer>> keySlots(String set) {
        return definition.sources().stream()
                .map(source ->
                        definition.needsKey(set, source) ? keySlots(types.get(source.index())) : List.<Integer>of())
                .toList();
    }

    private List<Integer> keySlots(EventType type) {
        return entity.stream().map(type::slot).toList();
    }
}
