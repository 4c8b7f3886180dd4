package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code vectors} of a source: vectors that are computed of the contents of its fields. */
final class VectorsSection {
    private final DeclaredEncoders encoders;
    private final SchemaFields fields;

    /** @param fields those of the source's records */
    VectorsSection(DeclaredEncoders encoders, SchemaFields fields) {
        this.encoders = encoders;
        this.fields = fields;
    }

    /** The vectors by name, those without problems. */
    Map<String, DeclaredVector> read(YamlMap source) {
        Map<String, DeclaredVector> vectors = new LinkedHashMap<>();
        source.value("vectors").flatMap(YamlValue::map).ifPresent(section -> section.entries()
                .forEach((name, value) -> vector(name, value).ifPresent(vector -> vectors.put(name, vector))));
        return vectors;
    }

    private Optional<DeclaredVector> vector(String name, YamlValue value) {
        Identifiers.check(name, value);
        if (fields.names().contains(name) || fields.unsupported().containsKey(name)) {
            value.problem("\"" + name + "\" is a field of " + fields.fullName() + " already; choose another name");
        }
        return value.map()
                .flatMap(map ->
                        map.value("image").isPresent() ? new ImageSection(map, fields, encoders).read() : text(map));
    }

    private Optional<DeclaredVector> text(YamlMap map) {
        map.allow(Keys.VECTOR);
        Notes.check(map);
        Optional<String> field = map.require("text", "body").flatMap(this::textField);
        Optional<DeclaredEncoder.OfTexts> encoder =
                map.require("encoder", "minilm").flatMap(encoders::ofTexts);
        return field.isEmpty() || encoder.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DeclaredVector(field.get(), null, encoder.get().recipe()));
    }

    private Optional<String> textField(YamlValue value) {
        return field(value, fields, List.of(FieldKind.STRING));
    }

    /** The field that a value names, of an expected kind; anything else is a problem. */
    static Optional<String> field(YamlValue value, SchemaFields fields, List<FieldKind> expected) {
        Optional<String> name = value.text();
        Optional<FieldKind> kind = name.flatMap(field -> fields.field(value, field));
        if (kind.isPresent() && !expected.contains(kind.get())) {
            value.problem("field \"" + name.get() + "\" is a " + kind.get() + "; expected a "
                    + String.join(
                            " or a ", expected.stream().map(FieldKind::name).toList()));
            return Optional.empty();
        }
        return kind.isPresent() ? name : Optional.empty();
    }
}
