package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.CARD;
import static io.millrace.flink.Erasable.MAX_PARALLELISM;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.nio.file.Path;
import java.util.Map;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a savepoint without its job, and what is said where it can't be. */
class ScoringSavepointTest {
    /** What a set of {@link Erasable} lets wait in memory. */
    private static final int IN_MEMORY = 3;

    private static final String ADVICE =
            "; go on with the old definition, stop the job with `flink stop --drain`, and take that savepoint";

    @TempDir
    private Path folder;

    /** A savepoint in which so many events wait. */
    private ScoringSavepoint waiting(int events) throws Exception {
        try (var harness = Erasable.features(CARD, Order.EVENT_TIME)) {
            harness.open();
            for (int i = 0; i < events; i++) {
                harness.processElement(new StreamRecord<>(transaction("" + i, "c", "t", 1, START + i, i)));
            }
            SavepointFolder.write(folder, MAX_PARALLELISM, Map.of("features-card", harness.snapshot(1, 1)));
        }
        return ScoringSavepoint.open(folder.toString());
    }

    @Test
    void eventsThatWaitInMemoryAreFound() throws Exception {
        WaitingPlaces waiting = waiting(IN_MEMORY).waiting(PIPELINE);

        assertThat(waiting.scored()).isEqualTo(IN_MEMORY);
        assertThat(waiting.earliest()).isEqualTo(START);
    }

    @Test
    void aBacklogInTheStateBackendIsRefused() throws Exception {
        // The first one too many sends half of those in memory behind it.
        ScoringSavepoint savepoint = waiting(IN_MEMORY + 1);

        assertThatThrownBy(() -> savepoint.waiting(PIPELINE))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("savepoint " + folder
                        + ": more events wait at features-card than state.held-in-memory lets wait in memory (2 in the state backend); let"
                        + " the job catch up before it is stopped, or raise that setting");
    }

    @Test
    void whatIsNoSavepointIsRefused() {
        assertThatThrownBy(
                        () -> ScoringSavepoint.openGiven(folder.resolve("none").toString()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("savepoint " + folder.resolve("none") + ": can't be read: ")
                .hasMessageEndingWith("; give the folder that `flink stop` has named");
    }

    @Test
    void aDeletionThatWaitsIsKnownByTheEventThatItDeletes() {
        WaitingPlaces waiting = new WaitingPlaces("s1", PIPELINE);
        PartialVector event = transaction("1", "c", "t", 1, START, 0);

        waiting.add("features-card", "transactions", event);
        waiting.add("features-card", "transactions", PartialVector.retraction(event.event()));

        FeatureSet first = PIPELINE.features().sets().get(0);
        assertThat(waiting.isDeletionToWait(event.event())).isTrue();
        assertThat(waiting.isDeletionToWait(
                        transaction("2", "c", "t", 1, START, 1).event()))
                .isFalse();
        assertThat(waiting.count(first)).isEqualTo(2);
        assertThat(waiting.isToWait(first, PartialVector.retraction(event.event())))
                .isTrue();
    }

    @Test
    void eventsOfASourceThatIsNotScoredAnyMoreAreRefused() {
        WaitingPlaces waiting = new WaitingPlaces("s1", PIPELINE);

        assertThatThrownBy(() -> waiting.add("features-card", "orders", transaction("1", "c", "t", 1, START, 0)))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "savepoint s1: holds events of source orders that wait at a feature set, and the definition scores transactions"
                                + ADVICE);
    }
}
