package io.millrace.pipeline.yaml;

import io.millrace.config.Problems;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one YAML document whose root is a mapping. Nothing is constructed or executed: the result is plain data. */
public final class YamlReader {
    private YamlReader() {}

    /** The root mapping, or empty where the text is not YAML, is empty, or is no mapping; the reason is then among the problems. */
    public static Optional<YamlMap> read(String file, String text, Problems problems) {
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            if (root.isEmpty()) {
                problems.add(file, "is empty; write at least pipeline, sources, features and model");
            }
            return root.flatMap(node -> new YamlValue(new YamlFile(file, problems), "", node).map());
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(Mark::getLine)
                    .map(n -> ":" + (n + 1))
                    .orElse("");
            problems.add(file + line, "is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            problems.add(file, "is not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }
}
