package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.Beginning;
import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.Pipeline;
import java.util.stream.Collectors;

/** What the features and feature sets of a pipeline mean, in words. */
final class Meanings {
    /** Event time, partition and offset: what orders events. */
    private static final int ROW_KEY_BYTES = 20;

    private static final int WORD_BYTES = 8;

    private final Pipeline pipeline;
    private final FeaturePlan plan;

    Meanings(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
    }

    /** A feature's meaning, in one line. */
    String of(Feature feature) {
        for (FeatureSet set : plan.sets()) {
            for (WindowedFeature window : set.windows()) {
                int value = feature.slot() - window.slot();
                int values = window.aggregate().suffixes().size();
                if (value >= 0 && value < values) {
                    return ofWindow(set, window) + (values == 1 ? "" : ", value " + (value + 1) + " of " + values);
                }
            }
        }
        return withNames(feature.definition());
    }

    /** Inputs by their names instead of what they mean, which stands in their own lines. */
    private String withNames(String definition) {
        String text = definition;
        for (Feature input : plan.features()) {
            text = text.replace("= " + input.definition() + ";", "= " + input.name() + ";")
                    .replace("= " + input.definition() + " of ", "= " + input.name() + " of ");
            if (text.endsWith("= " + input.definition())) {
                text = text.substring(0, text.length() - input.definition().length()) + input.name();
            }
        }
        return text;
    }

    private String ofWindow(FeatureSet set, WindowedFeature window) {
        Column column = set.columns().get(window.column());
        return window.aggregate().text() + " " + withNames(column.text()) + by(set, window) + " of "
                + pipeline.sources().get(column.source()).name() + " by " + key(set) + " over "
                + span(window)
                + (window.lag() == 0 ? "" : " that ended " + Durations.format(window.lag()) + " ago")
                + (window.withEvent() ? "" : ", without the event at hand")
                + empty(window.empty());
    }

    private static String span(WindowedFeature window) {
        if (window.isLifetime()) {
            return "lifetime";
        }
        String length = Durations.format(window.window());
        if (window.begins() instanceof Beginning.Session session) {
            return "the session with gaps up to " + Durations.format(session.gap()) + ", at most " + length;
        }
        long hop = window.begins().hop();
        return length + (hop == 1 ? "" : " from a multiple of " + Durations.format(hop) + " on");
    }

    private String by(FeatureSet set, WindowedFeature window) {
        return window.by() < 0
                ? ""
                : " " + window.aggregate().secondColumn() + " "
                        + withNames(set.columns().get(window.by()).text());
    }

    private static String empty(double empty) {
        if (empty == 0) {
            return "";
        }
        return Double.isNaN(empty) ? ", missing where empty" : ", " + empty + " where empty";
    }

    /** The fields of the scored events by which a set's entities are told apart. */
    String key(FeatureSet set) {
        return set.keySlots().get(plan.scored()).stream()
                .map(slot -> pipeline.scored().type().fields().get(slot).name())
                .collect(Collectors.joining(", "));
    }

    /** About how many bytes of state an event takes, for each source that feeds a set. */
    String bytes(FeatureSet set) {
        return pipeline.sources().stream()
                .filter(source -> set.feeds(source.index()))
                .map(source -> source.name() + " " + (ROW_KEY_BYTES + WORD_BYTES * words(set, source.index())))
                .collect(Collectors.joining(", "));
    }

    private static int words(FeatureSet set, int source) {
        return set.columnsOf(source).stream()
                .mapToInt(column -> column.projection().words())
                .sum();
    }
}
