package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** What a pipeline means, as text for people. */
final class PlanReport {
    /** Event time, partition and offset: what orders events. */
    private static final int ROW_KEY_BYTES = 20;

    private static final int COLUMN_BYTES = 8;

    private final Pipeline pipeline;
    private final FeaturePlan plan;

    PlanReport(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
    }

    String text() {
        return String.join("\n", header(), sources(), state(), features(), model(), outcome());
    }

    private String header() {
        String owners = pipeline.owners().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(owner -> owner.getKey() + " " + owner.getValue())
                .collect(Collectors.joining(", "));
        return "pipeline " + pipeline.name() + "\n"
                + (pipeline.description().isEmpty() ? "" : "  " + pipeline.description() + "\n")
                + (owners.isEmpty() ? "" : "  owners: " + owners + "\n")
                + "  fingerprint " + pipeline.fingerprint() + "\n"
                + "  delivery " + pipeline.delivery() + "\n";
    }

    private String sources() {
        Table table = new Table("source", "topic", "schema", "id", "time", "lateness", "duplicates", "fields in use");
        for (Source source : pipeline.sources()) {
            var fields = source.type().fields();
            table.row(
                    source.name(),
                    source.topic(),
                    new Schema.Parser().parse(source.schema()).getFullName(),
                    fields.get(source.type().idSlot()).name(),
                    fields.get(source.type().timeSlot()).name(),
                    Durations.format(source.lateness()),
                    Durations.format(source.duplicates()),
                    fields.stream()
                            .map(field -> field.name() + " " + field.kind() + (field.required() ? "" : "?"))
                            .collect(Collectors.joining(", ")));
        }
        return "sources\n" + table.text();
    }

    private String state() {
        if (plan.sets().isEmpty()) {
            return "state: none; every feature is a function of the scored event\n";
        }
        Table table = new Table("state", "keyed by", "fed by", "history kept", "bytes an event (about)");
        for (FeatureSet set : plan.sets()) {
            table.row(
                    set.name(),
                    key(set),
                    fedBy(set),
                    Durations.format(set.reach()) + " + " + Durations.format(plan.late()) + " late",
                    bytes(set));
        }
        return "operators with state\n" + table.text();
    }

    private String key(FeatureSet set) {
        return set.keySlots().get(plan.scored()).stream()
                .map(slot -> pipeline.scored().type().fields().get(slot).name())
                .collect(Collectors.joining(", "));
    }

    private String fedBy(FeatureSet set) {
        return pipeline.sources().stream()
                .filter(source -> set.feeds(source.index()))
                .map(Source::name)
                .collect(Collectors.joining(", "));
    }

    private String bytes(FeatureSet set) {
        return pipeline.sources().stream()
                .filter(source -> set.feeds(source.index()))
                .map(source -> source.name() + " "
                        + (ROW_KEY_BYTES
                                + COLUMN_BYTES * set.columnsOf(source.index()).size()))
                .collect(Collectors.joining(", "));
    }

    private String features() {
        Table table = new Table("slot", "feature", "kind", "input", "meaning");
        for (Feature feature : plan.features()) {
            int input = plan.vector().indexOf(feature.slot());
            table.row(
                    Integer.toString(feature.slot()),
                    feature.name(),
                    feature.kind().name().toLowerCase(Locale.ROOT),
                    input < 0 ? "-" : Integer.toString(input),
                    meaning(feature));
        }
        return "features (input: position in the vector, - for not in it)\n" + table.text();
    }

    private String meaning(Feature feature) {
        for (FeatureSet set : plan.sets()) {
            for (WindowedFeature window : set.windows()) {
                int value = feature.slot() - window.slot();
                int values = window.aggregate().suffixes().size();
                if (value >= 0 && value < values) {
                    return meaning(set, window) + (values == 1 ? "" : ", value " + (value + 1) + " of " + values);
                }
            }
        }
        return withNames(feature.definition());
    }

    /** A derived feature's inputs by their names instead of what they mean, which stands in their own lines. */
    private String withNames(String definition) {
        String text = definition;
        for (Feature input : plan.features()) {
            text = text.replace("= " + input.definition() + ";", "= " + input.name() + ";");
            if (text.endsWith("= " + input.definition())) {
                text = text.substring(0, text.length() - input.definition().length()) + input.name();
            }
        }
        return text;
    }

    private String meaning(FeatureSet set, WindowedFeature window) {
        Column column = set.columns().get(window.column());
        return window.aggregate().text() + " " + withNames(column.text())
                + (window.by() < 0
                        ? ""
                        : " grouped by "
                                + withNames(set.columns().get(window.by()).text()))
                + " of " + pipeline.sources().get(column.source()).name() + " by " + key(set) + " over "
                + (window.isLifetime() ? "lifetime" : Durations.format(window.window()))
                + (window.lag() == 0 ? "" : " that ended " + Durations.format(window.lag()) + " ago")
                + (window.withEvent() ? "" : ", without the event at hand")
                + empty(window.empty());
    }

    private static String empty(double empty) {
        if (empty == 0) {
            return "";
        }
        return Double.isNaN(empty) ? ", missing where empty" : ", " + empty + " where empty";
    }

    private String model() {
        return "model " + pipeline.model().name() + "\n  scores "
                + pipeline.scored().name() + " with "
                + plan.vector().size() + " inputs; positive from a score of "
                + pipeline.model().threshold() + "\n";
    }

    private String outcome() {
        OutcomeSpec outcome = pipeline.outcome();
        if (outcome == null) {
            return "outcome: none declared\n";
        }
        Source source = pipeline.sources().get(outcome.source());
        return "outcome\n  reported by " + source.name() + ", joined on "
                + source.type().fields().get(outcome.joinSlot()).name() + " within "
                + Durations.format(outcome.horizon()) + "; absent counts as " + outcome.absent()
                + "; corrected for " + Durations.format(outcome.corrections()) + " more\n";
    }
}
