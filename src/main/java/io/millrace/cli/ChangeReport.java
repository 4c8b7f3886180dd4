package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.FeatureChange;
import io.millrace.pipeline.FeatureChange.Start;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineChange;
import io.millrace.pipeline.PipelineChange.Vector;
import io.millrace.pipeline.SetChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What it means that one definition takes the place of another, as text for people. */
final class ChangeReport {
    private static final int SHOWN = 12;
    private static final String TO = " -> ";

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
                : String.join("\n", head + differences(), features(), state(), vector());
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
            case NEVER -> "counts from the upgrade on";
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

    private static String both(String before, String after) {
        if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
            return before.isEmpty() ? after : before;
        }
        return before + TO + after;
    }

    private static String kept(Pipeline pipeline, FeatureSet set) {
        return Durations.format(set.reach() + pipeline.features().late());
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

    private String vector() {
        Vector vector = change.vector();
        String model = "\"" + before.model().name() + "\"";
        if (vector.isSame()) {
            return "vector\n  fingerprint " + shown(vector.fingerprintAfter()) + " as before: models " + model
                    + " that were trained for the old definition can be used\n";
        }
        return "vector\n  fingerprint " + shown(vector.fingerprintBefore()) + TO + shown(vector.fingerprintAfter())
                + ": models " + model
                + " that were trained for the old definition can't be used; train one for the new definition\n"
                + inputs(vector);
    }

    private static String inputs(Vector vector) {
        List<String> lines = new ArrayList<>();
        lines.add("inputs "
                + both(vector.inputsBefore().size() + "", vector.inputsAfter().size() + ""));
        lines.add(missing("added", vector.inputsAfter(), vector.inputsBefore()));
        lines.add(missing("removed", vector.inputsBefore(), vector.inputsAfter()));
        boolean moved = !vector.inputsBefore().equals(vector.inputsAfter())
                && sorted(vector.inputsBefore()).equals(sorted(vector.inputsAfter()));
        lines.add(moved ? "the same inputs in another order" : "");
        return lines.stream()
                .filter(line -> !line.isEmpty())
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
    }

    private static String missing(String what, List<String> from, List<String> in) {
        List<String> names = from.stream().filter(name -> !in.contains(name)).toList();
        return names.isEmpty() ? "" : what + " " + String.join(", ", names);
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(Comparator.naturalOrder()).toList();
    }

    private static String shown(String fingerprint) {
        return fingerprint.substring(0, SHOWN);
    }
}
