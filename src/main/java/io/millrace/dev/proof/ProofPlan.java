package io.millrace.dev.proof;

import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.CardWorld;
import io.millrace.dev.SimulatedCards;
import io.millrace.dev.SimulatedRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a proof is to do.
 *
 * @param project the project's directory
 * @param definition of the pipeline
 * @param data a CSV file of its events, in the order of the scored events' times; simulated card transactions where there is none
 * @param most so many rows of it at most
 * @param train how much of the first events the model is trained on
 * @param holdout how much of the events after them its quality is measured on
 * @param late the pipeline's {@code late} in place of what the definition says, in milliseconds
 * @param kills how often a TaskManager is killed
 * @param rescalings how often jobs go on with another parallelism
 * @param seed of the disorder and of the moments
 */
record ProofPlan(
        Path project,
        Path definition,
        Optional<Path> data,
        long most,
        Duration train,
        Duration holdout,
        Optional<String> late,
        int kills,
        int rescalings,
        long seed) {
    /** Where all that the proof writes lies. */
    Path state() {
        return project.resolve(".millrace").resolve("proof").toAbsolutePath().normalize();
    }

    Path models() {
        return state().resolve("models");
    }

    Path lake() {
        return state().resolve("lake");
    }

    Path profile() {
        return project.resolve("conf/throughput.properties").toAbsolutePath().normalize();
    }

    /** The rows, from the first. */
    Rows rows() {
        return new FirstRows(
                data.<Rows>map(CsvRows::open)
                        .orElseGet(() -> new SimulatedRows(new SimulatedCards(CardWorld.SMALL.withSeed(seed)))),
                most);
    }

    /** How many there are. */
    long count() {
        try (Rows rows = rows()) {
            long count = 0;
            for (Row row = rows.next(); row != null; row = rows.next()) {
                count++;
            }
            return count;
        }
    }
}
