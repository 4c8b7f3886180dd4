package io.millrace.pipeline.yaml;

import io.millrace.config.Problems;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The file that values come from, and where the problems of its values are collected.
 *
 * @param name as messages show it
 */
record YamlFile(String name, Problems problems) {
    String where(Node node, String path) {
        String line =
                node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
        return path.isEmpty() ? name + line : name + line + " " + path;
    }
}
