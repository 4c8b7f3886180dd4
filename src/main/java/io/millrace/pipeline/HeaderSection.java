package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The single values at the top of a definition.
 *
 * @param late how long behind the watermark an event is still scored, in milliseconds; empty: the default
 */
record HeaderSection(
        String name, String description, Map<String, String> owners, Optional<Long> late, String delivery) {
    private static final String TRANSACTIONAL = "transactional";
    private static final List<String> PLANNED = List.of("idempotent", "fast-exact");

    static HeaderSection read(YamlMap root) {
        root.allow(Keys.PIPELINE);
        return new HeaderSection(
                root.require("pipeline", "card-fraud")
                        .flatMap(HeaderSection::name)
                        .orElse(""),
                Notes.description(root),
                root.value("owners").flatMap(YamlValue::map).map(Notes::texts).orElse(Map.of()),
                root.value("late").flatMap(DurationValues::read),
                root.value("delivery").map(HeaderSection::delivery).orElse(TRANSACTIONAL));
    }

    private static Optional<String> name(YamlValue value) {
        Optional<String> name = value.text();
        if (name.isPresent() && !Identifiers.PIPELINE.matcher(name.get()).matches()) {
            value.problem("\"" + name.get() + "\" is no name of a pipeline; use lower-case letters, digits and -,"
                    + " and begin with a letter");
        }
        return name;
    }

    private static String delivery(YamlValue value) {
        String mode = value.text().orElse(TRANSACTIONAL);
        if (PLANNED.contains(mode)) {
            value.problem("\"" + mode + "\" is not available yet; write " + TRANSACTIONAL);
        } else if (!mode.equals(TRANSACTIONAL)) {
            value.problem("\"" + mode + "\" is not a delivery mode" + Names.hint(mode, List.of(TRANSACTIONAL)));
        }
        return TRANSACTIONAL;
    }
}
