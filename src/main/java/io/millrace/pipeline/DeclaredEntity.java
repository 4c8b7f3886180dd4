package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the features of a set are about: the fields that are an entity's key, in the order of the key.
 *
 * @param value as it was written
 * @param places for each field where it stands
 */
record DeclaredEntity(YamlValue value, List<String> fields, List<YamlValue> places) {
    private static final int MOST = 16;

    DeclaredEntity {
        fields = List.copyOf(fields);
        places = List.copyOf(places);
    }

    /** One field, or a list of them; empty where it is neither. */
    static Optional<DeclaredEntity> read(YamlValue value) {
        List<YamlValue> places = new ArrayList<>();
        if (!value.isList()) {
            return value.text().map(field -> new DeclaredEntity(value, List.of(field), List.of(value)));
        }
        return ListValues.distinct(value, MOST, "entity: [customer_id, shop_id]", item -> {
                    places.add(item);
                    return item.text();
                })
                .map(fields -> new DeclaredEntity(value, fields, places));
    }

    /** Reports fields that are no key in the events of a source. */
    void check(DeclaredSource source) {
        for (int i = 0; i < fields.size(); i++) {
            check(fields.get(i), places.get(i), source);
        }
    }

    private static void check(String field, YamlValue place, DeclaredSource source) {
        Optional<FieldKind> kind = source.fields().field(place, field);
        if (kind.isPresent() && kind.get() != FieldKind.STRING && kind.get() != FieldKind.LONG) {
            place.problem("field \"" + field + "\" of source " + source.name() + " is a " + kind.get()
                    + "; an entity's key is a STRING or a LONG");
        }
    }

    /** Canonical text of the key in the events of a source. */
    static String text(List<String> fields, DeclaredSource source) {
        return String.join(", ", fields.stream().map(source::typed).toList());
    }
}
