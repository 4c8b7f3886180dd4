package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.FeatureChange;
import io.millrace.pipeline.FeatureChange.Start;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineChange;
import io.millrace.pipeline.SetChange;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What it means that one definition takes the place of another, as text for people. */
final class ChangeReport {
    static final String TO = " -> ";

    private final Pipeline before;
    private final Pipeline after;
    private final PipelineChange change;
    private final Meanings old;
    private final Meanings young;

    ChangeReport(Pipeline before, Pipeline after) {
        this.before = before;
        this.after = after;
        this.change = PipelineChange.between(before, after);
        this.old = new Meanings(before);
        this.young = new Meanings(after);
    }

    String text() {
        String head = "pipeline " + after.name() + "\n";
        return change.isEmpty()
                ? head + "  no change of meaning: state, vector and models stay as they are\n"
                : String.join(
                        "\n",
                        head + differences(),
                        features(),
                        state() + drain(),
                        new VectorReport(before.model().name(), change.vector()).text());
    }

    private String differences() {
        if (change.differences().isEmpty()) {
            return "  sources, model, outcome and delivery are as they were\n";
        }
        Table table = new Table("what", "before", "after");
        change.differences().forEach(one -> table.row(one.what(), one.before(), one.after()));
        return table.text();
    }

    private String features() {
        if (change.features().isEmpty()) {
            return "features: all as they were\n";
        }
        Table table = new Table("change", "feature", "after the upgrade", "meaning");
        change.features().forEach(feature -> add(feature, table));
        return "features\n" + table.text();
    }

    private void add(FeatureChange change, Table table) {
        String kind = change.kind().name().toLowerCase(Locale.ROOT);
        Feature from = change.before();
        Feature to = change.after();
        if (to == null) {
            table.row(kind, name(from), isWindowed(from) ? "its state goes" : "", was(from));
            return;
        }
        switch (change.kind()) {
            case RENAMED -> table.row(kind, name(from) + TO + to.name(), start(change.start()), young.of(to));
            case CHANGED -> {
                table.row(kind, to.name(), start(change.start()), "is " + young.of(to));
                table.row(
                        "", "", "", "was " + (was(from).equals(young.of(to)) ? "the same of other inputs" : was(from)));
            }
            default -> table.row(kind, to.name(), start(change.start()), young.of(to));
        }
    }

    private boolean isWindowed(@Nullable Feature feature) {
        return feature != null && !before.reads().containsKey(feature.name());
    }

    private static String name(@Nullable Feature feature) {
        return feature == null ? "" : feature.name();
    }

    private String was(@Nullable Feature feature) {
        return feature == null ? "" : old.of(feature);
    }

    private static String start(@Nullable Start start) {
        if (start == null) {
            return "";
        }
        return switch (start.origin()) {
            case EVENT -> "right at once";
            case STATE -> "right at once, its state is kept";
            case EVENTS -> "right at once, from events that are kept";
            case WARMING -> "warming for " + Durations.format(start.millis());
            case NEVER -> "missing until the job begins anew, without a savepoint";
        };
    }

    private String state() {
        if (change.sets().isEmpty()) {
            return "state: none\n";
        }
        Table table = new Table("state", "keyed by", "history kept", "bytes an event (about)", "what happens");
        change.sets().forEach(set -> add(set, table));
        return "operators with state\n" + table.text();
    }

    /** What to do first where a set's operator goes or comes to another place: it may hold events that wait to be scored. */
    private String drain() {
        String gone = change.sets().stream()
                .filter(set -> set.after() == null
                        || set.startsAnew()
                        || change.sets().stream().anyMatch(set::changesPlaceWith))
                .map(SetChange::name)
                .collect(Collectors.joining(", "));
        return gone.isEmpty()
                ? ""
                : "  STOP THE OLD JOB WITH `flink stop --drain`: events that wait to be scored in " + gone
                        + " can't go on into the new job, which refuses to start with them\n";
    }

    private void add(SetChange set, Table table) {
        FeatureSet from = set.before();
        FeatureSet to = set.after();
        table.row(
                set.name(),
                both(from == null ? "" : old.key(from), to == null ? "" : young.key(to)),
                both(from == null ? "" : kept(before, from), to == null ? "" : kept(after, to)),
                both(from == null ? "" : old.bytes(from), to == null ? "" : young.bytes(to)),
                what(set));
        set.added().forEach(column -> table.row("", "", "", "", "+ " + text(after, column)));
        set.removed().forEach(column -> table.row("", "", "", "", "- " + text(before, column)));
    }

    /** Both texts, or one where they are equal or one is empty. */
    static String both(String before, String after) {
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return before.isEmpty() ? after : before;
        }
        return before + TO + after;
    }

    private static String kept(Pipeline pipeline, FeatureSet set) {
        return Durations.format(set.kept() + pipeline.features().late());
    }

    private static String what(SetChange set) {
        if (set.before() == null) {
            return "is added";
        }
        if (set.after() == null) {
            return "is removed, its state goes";
        }
        if (set.startsAnew()) {
            return "is of another entity: starts anew, its state goes";
        }
        return set.isChange() ? "goes on, with other columns or another reach" : "stays as it is";
    }

    private static String text(Pipeline pipeline, Column column) {
        return column.text() + " of " + pipeline.sources().get(column.source()).name();
    }
}
