package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.Feature;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.ModelSpec;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Segments;
import io.millrace.pipeline.Source;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** What a pipeline means, as text for people. */
final class PlanReport {
    private final Pipeline pipeline;
    private final FeaturePlan plan;
    private final Meanings meanings;

    PlanReport(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
        this.meanings = new Meanings(pipeline);
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
                    meanings.key(set),
                    fedBy(set),
                    Durations.format(set.kept()) + " + " + Durations.format(plan.late()) + " late",
                    meanings.bytes(set));
        }
        return "operators with state\n" + table.text();
    }

    private String fedBy(FeatureSet set) {
        return pipeline.sources().stream()
                        .filter(source -> set.feeds(source.index()))
                        .map(Source::name)
                        .collect(Collectors.joining(", "))
                + (set.erasing() == FeatureSet.NONE
                        ? ""
                        : "; erased by " + pipeline.sources().get(set.erasing()).name());
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
                    meanings.of(feature));
        }
        return "features (input: position in the vector, - for not in it)\n" + table.text();
    }

    private String model() {
        return "model " + pipeline.model().name() + "\n  scores "
                + pipeline.scored().name() + " with "
                + plan.vector().size() + " inputs; positive from a score of "
                + pipeline.model().threshold() + "\n" + serving(pipeline.model());
    }

    private static String serving(ModelSpec model) {
        StringBuilder text = new StringBuilder("  split by ").append(String.join(", ", model.splitBy()));
        Segments segments = model.segments();
        if (segments != null) {
            text.append("; segments by ").append(segments.definition());
        }
        if (model.explore() > 0) {
            text.append("; ")
                    .append(DecisionText.percent(model.explore()))
                    .append(" of positive decisions are explored");
        }
        if (!Double.isNaN(model.fallback())) {
            text.append("; ").append(model.fallback()).append(" where no model can score");
        }
        return text.append('\n').toString();
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
