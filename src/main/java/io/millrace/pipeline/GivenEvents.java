package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.FeatureTest.Given;
import io.millrace.pipeline.FeatureTest.Value;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the events of one test. */
final class GivenEvents {
    private static final String AT = "at";

    private final DeclaredSources sources;
    private final List<Given> events = new ArrayList<>();
    private boolean complete = true;

    GivenEvents(DeclaredSources sources) {
        this.sources = sources;
    }

    void read(YamlValue given) {
        Optional<YamlMap> map = given.map();
        complete &= map.isPresent();
        map.ifPresent(section -> section.entries().forEach(this::source));
    }

    List<Given> events() {
        return List.copyOf(events);
    }

    /** Whether every event could be read, so that one which is not there was not written. */
    boolean complete() {
        return complete;
    }

    private void source(String name, YamlValue value) {
        Optional<DeclaredSource> source = sources.find(name, value);
        Optional<List<YamlValue>> list = value.list();
        complete &= source.isPresent() && list.isPresent();
        if (source.isPresent() && list.isPresent()) {
            Set<String> ids = new HashSet<>();
            long offset = 0;
            for (YamlValue event : list.get()) {
                Optional<Given> read = event(source.get(), event, offset++);
                complete &= read.isPresent();
                read.filter(given -> isFirst(given, event, ids)).ifPresent(events::add);
            }
        }
    }

    private static boolean isFirst(Given given, YamlValue event, Set<String> ids) {
        boolean first = ids.add(given.id());
        if (!first) {
            event.problem(
                    "has the id " + given.id() + " of another event of this source, which the stream would refuse"
                            + " as a repetition; give each its own (an id that is not written is the event's position, from 1)");
        }
        return first;
    }

    private static Optional<Given> event(DeclaredSource source, YamlValue value, long offset) {
        return value.map().flatMap(map -> {
            Map<String, Value> fields = fields(source, map);
            Optional<Long> time = time(source, map);
            FieldKind idKind = source.fields().kinds().get(source.id());
            if (time.isEmpty() || idKind == null || !isReadable(source, map, fields)) {
                return Optional.empty();
            }
            fields.put(source.time(), new Value(time.get(), null));
            Value id = fields.computeIfAbsent(source.id(), name -> FieldValues.ofNumber(idKind, offset + 1));
            String text = id.text() == null ? Long.toString(id.bits()) : id.text();
            return Optional.of(new Given(value.place(), source.index(), offset, text, time.get(), fields));
        });
    }

    /** Whether the id, where it is written, is right. */
    private static boolean isReadable(DeclaredSource source, YamlMap map, Map<String, Value> fields) {
        return map.value(source.id()).filter(id -> !id.isNull()).isEmpty() || fields.containsKey(source.id());
    }

    private static Map<String, Value> fields(DeclaredSource source, YamlMap map) {
        Map<String, Value> fields = new HashMap<>();
        map.entries().forEach((name, value) -> {
            if (!name.equals(AT) && !name.equals(source.time())) {
                field(source, name, value).ifPresent(read -> fields.put(name, read));
            }
        });
        return fields;
    }

    private static Optional<Value> field(DeclaredSource source, String name, YamlValue value) {
        return source.fields()
                .field(value, name)
                .filter(kind -> !value.isNull())
                .flatMap(kind -> FieldValues.read(kind, value));
    }

    private static Optional<Long> time(DeclaredSource source, YamlMap map) {
        Optional<YamlValue> at = map.value(AT);
        Optional<YamlValue> field = AT.equals(source.time()) ? Optional.empty() : map.value(source.time());
        if (at.isPresent() && field.isPresent()) {
            map.self().problem("has both at and " + source.time() + ", which are the same; keep one of them");
            return Optional.empty();
        }
        Optional<YamlValue> written = at.or(() -> field);
        if (written.isEmpty()) {
            map.self().problem("has no \"at\"; write for example at: 1d, a day after the start of the test");
        }
        return written.flatMap(TestTimes::read);
    }
}
