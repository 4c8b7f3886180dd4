package io.millrace.cli;

import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.RowEvents;
import io.millrace.adapter.file.Rows;
import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.event.Event;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads of which entities, and as of when, vectors are wanted: rows in the form of the scored source's, of which only id, time and keys must be there. */
final class EntityPoints {
    private EntityPoints() {}

    /** @throws DefinitionException with every row that can't be used */
    static List<Event> read(Pipeline pipeline, Path file) {
        RowEvents events = new RowEvents(pipeline.scored(), file.toString());
        List<Event> points = new ArrayList<>();
        Problems problems = new Problems();
        try (Rows rows = CsvRows.open(file)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                RowEvents.Read read = events.read(row);
                Event event = read.event();
                DeadLetter letter = read.deadLetter();
                if (event != null) {
                    points.add(event);
                } else {
                    problems.add(
                            file + " row " + (row.number() + 1),
                            letter != null
                                    ? letter.reason() + ", " + letter.detail()
                                    : "does not fit \"when\" of source "
                                            + pipeline.scored().name());
                }
            }
        }
        problems.throwIfAny();
        return points;
    }
}
