/**
 * YAML that knows its places: every value can say the file, the line and the path at which it stands.
 *
 * <p>May use {@code config} and the YAML parser. Start at {@link io.millrace.pipeline.yaml.YamlReader}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.pipeline.yaml;
