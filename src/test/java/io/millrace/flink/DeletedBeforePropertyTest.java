package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Deletable.DUPLICATES;
import static io.millrace.flink.Deletable.MAX_PARALLELISM;
import static io.millrace.flink.Deletable.PIPELINE;
import static io.millrace.flink.Deletable.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.WaitingPlaces.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.state.KeyGroupRange;

/**
 * Events and tombstones of few ids, which are used again and again, in random order through the operator that accepts them, over leaps of event time. What the lake says was deleted, with a savepoint or at its end, is what that operator had
 * deleted, or is said not to be clear.
 */
class DeletedBeforePropertyTest {
    private static final int RUNS = 120;
    private static final int STEPS = 18;
    private static final List<String> IDS = List.of("a", "b", "c");

    @Property(tries = 2)
    void whatWasDeletedIsToldOrSaidNotToBeClear(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int told = 0;
        int again = 0;
        int unclear = 0;
        int deletions = 0;
        for (int i = 0; i < RUNS; i++) {
            boolean byId = random.nextBoolean();
            try (Accepting source = new Accepting(PIPELINE.scored())) {
                long clock = play(source, random, byId);
                boolean isSavepoint = random.nextBoolean();
                if (!isSavepoint) {
                    // No tombstone waits any more.
                    source.reach(clock + 2 * DUPLICATES);
                }
                Set<Place> deleted = deleted(source);
                deletions += deleted.size();
                DeletionRule.Decision rule = isSavepoint ? rule(source) : endOfLake();
                for (String id : IDS) {
                    try {
                        assertThat(left(rule, source, id))
                                .as("id %s, run %d, seed %d", id, i, seed)
                                .isEqualTo(expected(source, id, deleted));
                        told++;
                        again += isUsedAgain(source, id, deleted) ? 1 : 0;
                    } catch (IllegalStateException e) {
                        assertThat(e)
                                .hasMessageContaining("the records do not tell which event this tombstone has deleted");
                        unclear++;
                    }
                }
            }
        }
        assertThat(unclear).as("seed %d", seed).isBetween(1, told / 3);
        assertThat(deletions).as("seed %d", seed).isGreaterThan(RUNS);
        assertThat(again).as("seed %d", seed).isPositive();
    }

    /** Whether a tombstone has deleted the event before it, and an event behind it was kept. */
    private static boolean isUsedAgain(Accepting source, String id, Set<Place> deleted) {
        List<PartialVector> records = source.lake().stream()
                .filter(partial -> partial.event().id().equals(id))
                .toList();
        for (int i = 2; i < records.size(); i++) {
            if (deleted.contains(Place.of(records.get(i - 2).event()))
                    && records.get(i - 1).isRetraction()
                    && !records.get(i).isRetraction()
                    && !deleted.contains(Place.of(records.get(i).event()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives how far event time has come.
     *
     * @param byId whether all records of an id are in one partition
     */
    private static long play(Accepting source, Random random, boolean byId) throws Exception {
        long clock = START;
        for (int step = 0; step < STEPS; step++) {
            int which = random.nextInt(IDS.size());
            int partition = byId ? which % 2 : random.nextInt(2);
            int what = random.nextInt(10);
            if (what < 4) {
                clock += random.nextInt(10_000);
                source.read(Deletable.scored(CardEvents.transaction(IDS.get(which), "c", "t", 1, clock, partition, step)
                        .event()));
            } else if (what < 8) {
                source.read(PartialVector.retraction(Event.toDelete(0, partition, step, clock, IDS.get(which))));
            } else {
                clock += random.nextBoolean() ? DUPLICATES + 1_000 : random.nextInt(DUPLICATES);
                source.reach(clock - 1_000);
            }
        }
        return clock;
    }

    private static Set<Place> deleted(Accepting source) {
        Set<Place> deleted = new HashSet<>();
        source.accepted().stream()
                .filter(PartialVector::isRetraction)
                .forEach(partial -> deleted.add(Place.of(partial.event())));
        return deleted;
    }

    private static DeletionRule.Decision rule(Accepting source) throws Exception {
        Path folder = Files.createTempDirectory("savepoint");
        SavepointFolder.write(folder, MAX_PARALLELISM, Map.of(source.uid(), source.savepoint()));
        DeletionRule.Decision rule = DeletedBefore.savepoint(
                        TEXT, 0, new StateFromLake(folder.toString(), "", Long.MIN_VALUE, null), Long.MIN_VALUE)
                .open(new KeyGroupRange(0, MAX_PARALLELISM - 1));
        FeatureStateOperatorPropertyTest.delete(folder);
        return rule;
    }

    private static DeletionRule.Decision endOfLake() throws Exception {
        return DeletedBefore.endOfLake(TEXT, 0, Long.MIN_VALUE, Long.MAX_VALUE)
                .open(new KeyGroupRange(0, MAX_PARALLELISM - 1));
    }

    private static Set<Place> left(DeletionRule.Decision rule, Accepting source, String id) {
        List<PartialVector> events = new ArrayList<>();
        List<PartialVector> tombstones = new ArrayList<>();
        source.lake().stream()
                .filter(partial -> partial.event().id().equals(id))
                .forEach(partial -> (partial.isRetraction() ? tombstones : events).add(partial));
        Set<Place> left = new HashSet<>();
        rule.decide(events, tombstones, partial -> left.add(Place.of(partial.event())));
        return left;
    }

    private static Set<Place> expected(Accepting source, String id, Set<Place> deleted) {
        Set<Place> expected = new HashSet<>();
        source.accepted().stream()
                .filter(partial ->
                        !partial.isRetraction() && partial.event().id().equals(id))
                .map(partial -> Place.of(partial.event()))
                .filter(place -> !deleted.contains(place))
                .forEach(expected::add);
        return expected;
    }
}
