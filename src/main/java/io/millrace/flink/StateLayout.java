package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the bytes of feature state and of held events depend on: the fields of events and the features, in the order of their slots. State that was written under one
 * layout would be misread, without any error, under another.
 */
final class StateLayout {
    private StateLayout() {}

    static String of(Pipeline pipeline) {
        StringBuilder text = new StringBuilder();
        pipeline.sources().forEach(source -> source.type().fields().forEach(field -> text.append("field ")
                .append(source.name())
                .append(' ')
                .append(field.name())
                .append(' ')
                .append(field.kind())
                .append('\n')));
        pipeline.features().features().forEach(feature -> text.append("feature ")
                .append(feature.name())
                .append(" = ")
                .append(feature.definition())
                .append('\n'));
        return text.toString();
    }

    /**
     * Refuses state of another layout.
     *
     * @param written the layouts that the state was written under; none where it was written by nobody
     * @throws DefinitionException with what differs
     */
    static void check(PipelineText text, String layout, Iterable<String> written) {
        for (String before : written) {
            if (!before.equals(layout)) {
                throw new DefinitionException(
                        text.file(),
                        "the state to go on from belongs to another definition (" + difference(before, layout)
                                + "); start without state, or restore the definition");
            }
        }
    }

    private static String difference(String before, String now) {
        List<String> gone = without(before, now);
        List<String> added = without(now, before);
        if (gone.isEmpty() && added.isEmpty()) {
            return "features or fields are in another order";
        }
        return "there: " + String.join(", ", gone) + "; here: " + String.join(", ", added);
    }

    private static List<String> without(String lines, String others) {
        Set<String> left = new LinkedHashSet<>(Arrays.asList(lines.split("\n", -1)));
        left.removeAll(Arrays.asList(others.split("\n", -1)));
        return List.copyOf(left);
    }
}
