package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.PipelineChange.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what two definitions say of other things than features. Descriptions and owners are no part of it. */
final class Differences {
    private static final String NONE = "none";

    private final Pipeline before;
    private final Pipeline after;

    Differences(Pipeline before, Pipeline after) {
        this.before = before;
        this.after = after;
    }

    List<Difference> all() {
        Map<String, String> old = said(before);
        Map<String, String> young = said(after);
        Set<String> names = new LinkedHashSet<>(young.keySet());
        names.addAll(old.keySet());
        List<Difference> all = new ArrayList<>();
        for (String name : names) {
            Difference difference = new Difference(name, old.getOrDefault(name, NONE), young.getOrDefault(name, NONE));
            if (!difference.before().equals(difference.after()) && !follows(name, all)) {
                all.add(difference);
            }
        }
        return all;
    }

    /** Whether the source that a name belongs to is itself added or removed. */
    private static boolean follows(String name, List<Difference> found) {
        return found.stream()
                .filter(difference ->
                        difference.before().equals(NONE) || difference.after().equals(NONE))
                .anyMatch(difference -> name.startsWith(difference.what() + " "));
    }

    private static Map<String, String> said(Pipeline pipeline) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("pipeline", pipeline.name());
        pipeline.sources().forEach(source -> add(source, said));
        pipeline.features().sets().forEach(set -> addErasing(pipeline, set, said));
        said.put("late", Durations.format(pipeline.features().late()));
        said.put("model", pipeline.model().name());
        said.put("scored source", pipeline.scored().name());
        said.put("threshold", Double.toString(pipeline.model().threshold()));
        said.put("explore", Double.toString(pipeline.model().explore()));
        said.put(
                "fallback",
                Double.isNaN(pipeline.model().fallback())
                        ? NONE
                        : Double.toString(pipeline.model().fallback()));
        said.put("split by", String.join(", ", pipeline.model().splitBy()));
        said.put("segment by", segments(pipeline.model().segments()));
        OutcomeSpec outcome = pipeline.outcome();
        if (outcome != null) {
            said.put("outcome", text(outcome, pipeline.sources().get(outcome.source())));
        }
        said.put("delivery", pipeline.delivery());
        return said;
    }

    private static String segments(@Nullable Segments segments) {
        return segments == null ? NONE : segments.definition();
    }

    private static void addErasing(Pipeline pipeline, FeatureSet set, Map<String, String> said) {
        if (set.erasing() != FeatureSet.NONE) {
            said.put(
                    "features " + set.name() + " erased by",
                    pipeline.sources().get(set.erasing()).name());
        }
    }

    private static void add(Source source, Map<String, String> said) {
        String name = "source " + source.name();
        var fields = source.type().fields();
        said.put(name, "declared");
        said.put(name + " topic", source.topic());
        said.put(name + " id", fields.get(source.type().idSlot()).name());
        said.put(name + " time", fields.get(source.type().timeSlot()).name());
        said.put(name + " lateness", Durations.format(source.lateness()));
        said.put(name + " duplicates", Durations.format(source.duplicates()));
        said.put(name + " deletes", Boolean.toString(source.deletes()));
        said.put(name + " future", Durations.format(source.future()));
        said.put(name + " largest", source.largest() + " bytes");
        said.put(
                name + " fields in use",
                fields.stream()
                        .map(field -> field.name() + " " + field.kind() + (field.required() ? "" : "?"))
                        .collect(Collectors.joining(", ")));
    }

    private static String text(OutcomeSpec outcome, Source source) {
        return source.name() + " by "
                + source.type().fields().get(outcome.joinSlot()).name() + " within "
                + Durations.format(outcome.horizon()) + ", corrected for " + Durations.format(outcome.corrections())
                + " more, absent is " + outcome.absent();
    }
}
