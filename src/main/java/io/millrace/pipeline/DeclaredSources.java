package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The section {@code sources}: every source by name. */
final class DeclaredSources {
    /** A source whose schema can't be read is there without a value: known, but nothing can be checked against it. */
    private final Map<String, Optional<DeclaredSource>> sources = new LinkedHashMap<>();

    private DeclaredSources() {}

    static DeclaredSources read(YamlMap root, Map<String, String> schemas) {
        DeclaredSources all = new DeclaredSources();
        DeclaredEncoders encoders = DeclaredEncoders.read(root);
        Optional<YamlMap> section = root.require(
                        "sources", "{orders: {topic: orders, schema: schemas/order.avsc, ...}}")
                .flatMap(YamlValue::map);
        section.ifPresent(map -> map.entries().forEach((name, value) -> all.add(name, value, schemas, encoders)));
        if (section.isPresent() && all.sources.isEmpty()) {
            section.get().self().problem("is empty; declare at least one source");
        }
        return all;
    }

    private void add(String name, YamlValue value, Map<String, String> schemas, DeclaredEncoders encoders) {
        Identifiers.check(name, value);
        int index = sources.size();
        sources.put(name, value.map().flatMap(map -> new SourceSection(map, schemas, encoders).read(name, index)));
    }

    /** The source that a value names. An unknown name is a problem; a source that is itself broken is absent without another one. */
    Optional<DeclaredSource> named(YamlValue value) {
        return value.text().flatMap(name -> find(name, value));
    }

    /** As {@link #named}, for a name that stands at a value but is not the value. */
    Optional<DeclaredSource> find(String name, YamlValue place) {
        if (!sources.containsKey(name)) {
            place.problem("\"" + name + "\" is not a source" + Names.hint(name, sources.keySet()));
        }
        return sources.getOrDefault(name, Optional.empty());
    }

    /** Every usable source; when there were no problems, all. */
    List<DeclaredSource> usable() {
        List<DeclaredSource> usable = new ArrayList<>();
        sources.values().forEach(source -> source.ifPresent(usable::add));
        return usable;
    }
}
