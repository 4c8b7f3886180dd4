package io.millrace.pipeline.yaml;

import io.millrace.config.Names;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping with its keys in the order in which they are written. A key that is written twice is a problem; the first one counts. */
public final class YamlMap {
    private final YamlValue self;
    private final YamlFile file;
    private final Map<String, YamlValue> entries = new LinkedHashMap<>();

    /** The nodes of the keys, so that a problem with a key points to its line and not to its value's. */
    private final Map<String, Node> keys = new LinkedHashMap<>();

    YamlMap(YamlValue self, YamlFile file, MappingNode mapping) {
        this.self = self;
        this.file = file;
        mapping.getValue().forEach(this::add);
    }

    public YamlValue self() {
        return self;
    }

    public Map<String, YamlValue> entries() {
        return Collections.unmodifiableMap(entries);
    }

    public Optional<YamlValue> value(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key that must be there; its absence is a problem that shows the example. */
    public Optional<YamlValue> require(String key, String example) {
        if (!entries.containsKey(key)) {
            self.problem("has no \"" + key + "\"; write for example " + key + ": " + example);
        }
        return value(key);
    }

    /** Reports every key that is not known, with the nearest one that is. */
    public void allow(Collection<String> known) {
        keys.forEach((name, node) -> {
            if (!known.contains(name)) {
                at(name, node).problem("\"" + name + "\" is not known here" + Names.hint(name, known));
            }
        });
    }

    private void add(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            at("?", tuple.getKeyNode()).problem("is no plain key; write key: value");
            return;
        }
        String name = key.getValue();
        if (entries.containsKey(name)) {
            at(name, key).problem("is written twice; remove one of the two");
            return;
        }
        keys.put(name, key);
        entries.put(name, at(name, tuple.getValueNode()));
    }

    private YamlValue at(String key, Node node) {
        String path = self.path().isEmpty() ? key : self.path() + "." + key;
        return new YamlValue(file, path, node);
    }
}
