package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.NumberVector;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which field or feature stands at which slot of events and rows, and which set and source at which index, so that events which were held under one definition are read under another. Fields go by name and kind, or by what they are computed of,
 * features by what they mean, sets and sources by name.
 *
 * @param fields for each source by name, its fields in the order of slots
 * @param sets by name; empty where a release wrote the text that did not note them
 */
record EventSlots(List<OfSource> fields, List<String> features, List<String> sets) {
    private static final String SOURCE = "source ";
    private static final String FIELD = "field ";
    private static final String FEATURE = "feature ";
    private static final String SET = "set ";

    /** The slots of one source's events. */
    record OfSource(String name, List<String> fields) {}

    static EventSlots of(Pipeline pipeline) {
        return new EventSlots(
                pipeline.sources().stream()
                        .map(source -> new OfSource(source.name(), fields(source)))
                        .toList(),
                pipeline.features().features().stream().map(Feature::definition).toList(),
                pipeline.features().sets().stream().map(FeatureSet::name).toList());
    }

    /** The kind, of a vector the number of its numbers, and the name of each field, or what it is computed of, of a source, in the order of slots. */
    static List<String> fields(Source source) {
        return source.type().fields().stream().map(EventSlots::text).toList();
    }

    private static String text(EventType.Field field) {
        String computed = field.computed();
        return field.kind() + (field.dimensions() == 0 ? "" : " of " + field.dimensions()) + " "
                + (computed == null ? field.name() : computed);
    }

    private static EventSlots parse(String text) {
        List<OfSource> sources = new ArrayList<>();
        List<String> features = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(SOURCE)) {
                fields = new ArrayList<>();
                sources.add(new OfSource(line.substring(SOURCE.length()), fields));
            } else if (line.startsWith(FIELD)) {
                fields.add(line.substring(FIELD.length()));
            } else if (line.startsWith(FEATURE)) {
                features.add(line.substring(FEATURE.length()));
            } else if (line.startsWith(SET)) {
                sets.add(line.substring(SET.length()));
            }
        }
        return new EventSlots(sources, features, sets);
    }

    /** A line for each source, field, feature and set. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        fields.forEach(source -> {
            text.append(SOURCE).append(source.name()).append('\n');
            source.fields().forEach(field -> text.append(FIELD).append(field).append('\n'));
        });
        features.forEach(feature -> text.append(FEATURE).append(feature).append('\n'));
        sets.forEach(set -> text.append(SET).append(set).append('\n'));
        return text.toString();
    }

    /** The names of the sources by their index under the written slots; none where there is nothing to read. */
    static List<String> sources(Iterable<String> written) {
        for (String text : written) {
            return parse(text).fields.stream().map(OfSource::name).toList();
        }
        return List.of();
    }

    /**
     * How events that were held under the written slots become events of a pipeline; null where they are as they should be.
     *
     * @param written what subtasks wrote, all the same; none where there is nothing to read
     */
    static @Nullable UnaryOperator<PartialVector> mapping(Iterable<String> written, Pipeline pipeline) {
        EventSlots now = of(pipeline);
        for (String text : written) {
            EventSlots before = parse(text);
            return before.isSameAs(now) ? null : new HeldMapping(before, now);
        }
        return null;
    }

    /**
     * The sets that come before a set and did not under the written slots, or the other way round, by name. None where the slots do not note sets, or not that one.
     *
     * @param written as in {@link #mapping}
     */
    static List<String> moved(Iterable<String> written, Pipeline pipeline, String set) {
        EventSlots now = of(pipeline);
        for (String text : written) {
            EventSlots before = parse(text);
            return before.sets.contains(set)
                    ? now.sets.stream()
                            .filter(before.sets::contains)
                            .filter(other -> before.isBefore(other, set) != now.isBefore(other, set))
                            .sorted()
                            .toList()
                    : List.of();
        }
        return List.of();
    }

    private boolean isBefore(String first, String second) {
        return sets.indexOf(first) < sets.indexOf(second);
    }

    private boolean isSameAs(EventSlots now) {
        return fields.equals(now.fields) && features.equals(now.features) && (sets.isEmpty() || sets.equals(now.sets));
    }

    static int[] positions(List<String> wanted, List<String> there) {
        return wanted.stream().mapToInt(there::indexOf).toArray();
    }

    /**
     * An event in the slots of another definition.
     *
     * @param source the index of its source there
     * @param slots for each slot there the one in which its value stands, or -1
     */
    static Event event(Event before, int source, int[] slots) {
        long nulls = 0;
        long[] bits = new long[slots.length];
        @Nullable String[] strings = new @Nullable String[slots.length];
        @Nullable
        NumberVector[] vectors = before.hasVectors() ? new @Nullable NumberVector[slots.length] : Event.NO_VECTORS;
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] < 0 || before.isNull(slots[slot])) {
                nulls |= 1L << slot;
            } else {
                bits[slot] = before.longAt(slots[slot]);
                strings[slot] = before.stringAt(slots[slot]);
                if (before.hasVectors()) {
                    vectors[slot] = before.vectorAt(slots[slot]);
                }
            }
        }
        return new Event(
                source,
                before.partition(),
                before.offset(),
                before.timestamp(),
                before.schemaId(),
                before.id(),
                before.time(),
                nulls,
                bits,
                strings,
                vectors);
    }
}
