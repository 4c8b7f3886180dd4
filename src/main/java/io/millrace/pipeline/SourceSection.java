package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.config.Names;
import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one source of the section {@code sources}. */
final class SourceSection {
    private static final long LATENESS = 5_000;
    private static final int LARGEST = 1 << 20;

    private final YamlMap map;
    private final Map<String, String> schemas;
    private final DeclaredEncoders encoders;

    /** @param schemas texts of the schema files, by path */
    SourceSection(YamlMap map, Map<String, String> schemas, DeclaredEncoders encoders) {
        this.map = map;
        this.schemas = schemas;
        this.encoders = encoders;
    }

    /** The source; absent where its schema can't be read. */
    Optional<DeclaredSource> read(String name, int index) {
        map.allow(Keys.SOURCE);
        Notes.check(map);
        String topic = topic();
        Optional<YamlValue> id = map.require("id", "order_id");
        Optional<YamlValue> time = map.require("time", "event_time");
        long lateness = duration("lateness", LATENESS);
        long duplicates = duration("duplicates", Durations.DAY);
        boolean deletes = deletes(duplicates);
        long future = duration("future", Durations.DAY);
        int largest = map.value("largest").flatMap(Sizes::read).orElse(LARGEST);
        Optional<SchemaFields> fields =
                map.require("schema", "schemas/order.avsc").flatMap(this::fields);
        return fields.map(all -> {
            Map<String, DeclaredVector> vectors = new VectorsSection(encoders, all).read(map);
            return new DeclaredSource(
                    name,
                    index,
                    topic,
                    all.with(vectors.keySet()),
                    id.flatMap(value -> VectorsSection.field(value, all, List.of(FieldKind.STRING, FieldKind.LONG)))
                            .orElse(""),
                    time.flatMap(value -> VectorsSection.field(value, all, List.of(FieldKind.TIMESTAMP)))
                            .orElse(""),
                    lateness,
                    duplicates,
                    deletes,
                    future,
                    largest,
                    vectors,
                    file(all));
        });
    }

    private String topic() {
        Optional<YamlValue> value = map.require("topic", "orders");
        Optional<String> topic = value.flatMap(YamlValue::text);
        if (topic.isPresent() && !Identifiers.TOPIC.matcher(topic.get()).matches()) {
            value.get().problem("\"" + topic.get() + "\" is no Kafka topic; use letters, digits, . _ and -");
        }
        return topic.orElse("");
    }

    /** Whether events can be deleted, which is possible for as long as their ids are remembered. */
    private boolean deletes(long duplicates) {
        Optional<YamlValue> value = map.value("deletes");
        boolean deletes = value.flatMap(YamlValue::bool).orElse(false);
        if (deletes && (map.value("duplicates").isEmpty() || duplicates == 0)) {
            value.get()
                    .problem("needs \"duplicates\", which says how long after it came an event can be deleted;"
                            + " write for example duplicates: 30d");
        }
        return deletes;
    }

    private long duration(String key, long otherwise) {
        return map.value(key).flatMap(DurationValues::read).orElse(otherwise);
    }

    private Optional<SchemaFields> fields(YamlValue value) {
        return value.text().flatMap(path -> {
            String text = schemas.get(path);
            if (text == null) {
                value.problem("there is no schema file \"" + path + "\"; paths are relative to the project's root");
                return Optional.empty();
            }
            return SchemaFields.read(value, path, text);
        });
    }

    private FileMapping file(SchemaFields fields) {
        Optional<YamlMap> file = map.value("file").flatMap(YamlValue::map);
        if (file.isEmpty()) {
            return new FileMapping(Map.of(), 0, Map.of());
        }
        file.get().allow(Keys.FILE);
        Optional<YamlMap> columns = file.get().value("columns").flatMap(YamlValue::map);
        columns.ifPresent(entries -> checkColumns(entries, fields));
        return new FileMapping(
                columns.map(Notes::texts).orElse(Map.of()),
                file.get().value("delay").flatMap(DurationValues::read).orElse(0L),
                file.get()
                        .value("when")
                        .flatMap(YamlValue::map)
                        .map(Notes::texts)
                        .orElse(Map.of()));
    }

    private static void checkColumns(YamlMap columns, SchemaFields fields) {
        columns.entries().forEach((name, column) -> {
            if (!fields.names().contains(name) && !fields.unsupported().containsKey(name)) {
                column.problem(
                        "\"" + name + "\" is not a field of " + fields.fullName() + Names.hint(name, fields.names()));
            }
        });
    }
}
