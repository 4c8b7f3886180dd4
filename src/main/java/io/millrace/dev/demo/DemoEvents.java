package io.millrace.dev.demo;

import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.CardWorld;
import io.millrace.dev.SimulatedCards;
import io.millrace.dev.SimulatedRows;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the demo's events come from; each opening gives the same ones from the start.
 *
 * @param file of events, or empty
 * @param world of the simulation where there is no file
 */
record DemoEvents(Optional<Path> file, CardWorld world) {
    Rows open() {
        return file.<Rows>map(CsvRows::open).orElseGet(() -> new SimulatedRows(new SimulatedCards(world)));
    }
}
