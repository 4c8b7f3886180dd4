package io.millrace.pipeline;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A definition as its author wrote it, with the schemas that it names: what is shipped to every operator, which compiles it for itself.
 *
 * @param file the file's name, for messages
 * @param yaml the text of the definition
 * @param schemas for each path that the definition names, the text of that Avro schema; a path whose file is missing is absent
 */
public record PipelineText(String file, String yaml, Map<String, String> schemas) implements Serializable {
    private static final long serialVersionUID = 1;

    public PipelineText {
        schemas = new TreeMap<>(schemas);
    }
}
