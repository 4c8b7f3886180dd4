package io.millrace.cli;

import io.millrace.adapter.file.History;
import io.millrace.event.Event;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/**
 * Writes vectors as CSV: a header with the id's field and every feature's name, then a row for each scored event. Integers and booleans are written as whole numbers, reals
 * with as many digits as tell them apart from their neighbours, missing values as empty cells.
 */
final class FeatureTable implements History.Listener {
    private final Writer out;
    private final Refusals refusals;
    private final List<Feature> features;
    private final StringBuilder line = new StringBuilder();
    private long rows;

    FeatureTable(Pipeline pipeline, Writer out, Refusals refusals) throws IOException {
        this.out = out;
        this.refusals = refusals;
        this.features = pipeline.features().features();
        var type = pipeline.scored().type();
        line.append(type.fields().get(type.idSlot()).name());
        features.forEach(feature -> line.append(',').append(feature.name()));
        writeLine();
    }

    @Override
    public void scored(PartialVector partial) {
        rows++;
        appendText(partial.event().id());
        for (Feature feature : features) {
            line.append(',');
            appendNumber(feature.kind(), partial.row()[feature.slot()]);
        }
        try {
            writeLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void appendText(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        line.append(plain ? text : '"' + text.replace("\"", "\"\"") + '"');
    }

    private void appendNumber(FeatureKind kind, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        if (kind == FeatureKind.REAL) {
            line.append(value);
        } else {
            line.append((long) value);
        }
    }

    private void writeLine() throws IOException {
        out.append(line).append('\n');
        line.setLength(0);
    }

    @Override
    public void learned(Event fact) {
        // Facts have no vector; they show in the vectors of the events that see them.
    }

    @Override
    public void refused(DeadLetter letter) {
        refusals.add(letter);
    }

    void finish() throws IOException {
        out.flush();
    }

    long rows() {
        return rows;
    }
}
