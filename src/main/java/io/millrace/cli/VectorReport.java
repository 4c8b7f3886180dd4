package io.millrace.cli;

import io.millrace.pipeline.PipelineChange.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What a change of a definition means for vectors, and for models that were trained on them, as text for people. */
final class VectorReport {
    private static final int SHOWN = 12;

    private final String model;
    private final Vector vector;

    /** @param model the name of the old definition's model */
    VectorReport(String model, Vector vector) {
        this.model = model;
        this.vector = vector;
    }

    String text() {
        if (vector.isSame()) {
            return "vector\n  fingerprint " + shown(vector.fingerprintAfter()) + " as before: models \"" + model
                    + "\" that were trained for the old definition can be used\n";
        }
        return "vector\n  fingerprint " + shown(vector.fingerprintBefore()) + ChangeReport.TO
                + shown(vector.fingerprintAfter())
                + ": models \"" + model + "\""
                + " that were trained for the old definition can't be used; train one for the new definition\n"
                + inputs();
    }

    private String inputs() {
        List<String> lines = new ArrayList<>();
        lines.add("inputs "
                + ChangeReport.both(
                        Integer.toString(vector.inputsBefore().size()),
                        Integer.toString(vector.inputsAfter().size())));
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
