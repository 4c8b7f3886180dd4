package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Deletable.DUPLICATES;
import static io.millrace.flink.Deletable.LATE;
import static io.millrace.flink.Deletable.MAX_PARALLELISM;
import static io.millrace.flink.Deletable.PIPELINE;
import static io.millrace.flink.Deletable.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * A random stream of events, facts and tombstones of both, some of which come before their events, through the operators that accept them into a feature set; and from somewhere in its middle on into another one as well, whose
 * state was made of what a lake holds of them. Both must give the same, also the evidence.
 */
class StateWithDeletionsPropertyTest {
    private static final int STEPS = 400;

    @Property(tries = 6)
    void whatWasDeletedMightNeverHaveBeen(@ForAll long seed) throws Exception {
        for (FeatureSet set : PIPELINE.features().sets()) {
            Path folder = Files.createTempDirectory("state");
            try (Run run = new Run(set, seed, folder)) {
                run.play(STEPS / 2);
                run.bootstrap();
                run.play(STEPS / 2);
                run.assertSame();
            } finally {
                FeatureStateOperatorPropertyTest.delete(folder);
            }
        }
    }

    /** One stream. */
    private static final class Run implements AutoCloseable {
        private final FeatureSet set;
        private final long seed;
        private final Random random;
        private final RandomTimes times;
        private final Path folder;
        private final Accepting transactions = new Accepting(PIPELINE.sources().get(0));
        private final Accepting frauds = new Accepting(PIPELINE.sources().get(1));
        private final List<KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector>> harnesses =
                new ArrayList<>();
        private final List<PartialVector> toDelete = new ArrayList<>();
        private int offset;
        private int before;
        private int deletedBefore;

        Run(FeatureSet set, long seed, Path folder) throws Exception {
            this.set = set;
            this.seed = seed;
            this.random = new Random(seed);
            this.times = new RandomTimes(random);
            this.folder = folder;
            harnesses.add(Deletable.features(set.index(), Order.EVENT_TIME, STEPS));
            harnesses.get(0).open();
        }

        @Override
        public void close() throws Exception {
            transactions.close();
            frauds.close();
            for (var harness : harnesses) {
                harness.close();
            }
        }

        void play(int steps) throws Exception {
            for (int i = 0; i < steps; i++) {
                int what = random.nextInt(20);
                if (what < 10) {
                    send(Deletable.transaction(
                            "" + offset,
                            "c" + random.nextInt(2),
                            terminal(),
                            random.nextInt(50),
                            times.next(),
                            offset));
                } else if (what < 13) {
                    send(CardEvents.fraud("f" + offset, terminal(), times.next(), offset));
                } else if (what < 17 && !toDelete.isEmpty()) {
                    delete(toDelete.remove(random.nextInt(toDelete.size())));
                } else {
                    advance(random.nextInt(30) == 0 ? DUPLICATES : random.nextInt(8_000));
                }
                offset++;
            }
        }

        private String terminal() {
            return "t" + random.nextInt(3);
        }

        private void send(PartialVector event) throws Exception {
            if (random.nextInt(8) == 0) {
                // The tombstone is read first.
                delete(event);
            } else {
                toDelete.add(event);
            }
            take(event, event);
        }

        private void delete(PartialVector event) throws Exception {
            offset++;
            Event tombstone = Event.toDelete(
                    event.event().source(), 1, offset, START, event.event().id());
            take(event, PartialVector.retraction(tombstone));
        }

        private void take(PartialVector event, PartialVector record) throws Exception {
            for (PartialVector accepted : (event.isScored() ? transactions : frauds).read(record)) {
                if (event.isScored() || set.takes(event.event().source())) {
                    for (var harness : harnesses) {
                        harness.processElement(new StreamRecord<>(fresh(accepted)));
                    }
                }
            }
        }

        /** Each operator fills the row of its own. */
        private static PartialVector fresh(PartialVector partial) {
            return partial.isScored() ? Deletable.scored(partial.event()) : partial;
        }

        private void advance(int by) throws Exception {
            long watermark = times.advance(by);
            transactions.reach(watermark);
            frauds.reach(watermark);
            for (var harness : harnesses) {
                harness.processWatermark(watermark);
            }
        }

        void bootstrap() throws Exception {
            long watermark = times.watermark();
            before = harnesses.get(0).extractOutputValues().size();
            deletedBefore = retractions(transactions) + retractions(frauds);
            SavepointFolder.write(
                    folder,
                    MAX_PARALLELISM,
                    Map.of(
                            transactions.uid(), transactions.savepoint(),
                            frauds.uid(), frauds.savepoint(),
                            FeatureSetOperator.uidOf(set), harnesses.get(0).snapshot(1, 1)));
            WaitingPlaces waiting = ScoringSavepoint.open(folder.toString()).waiting(PIPELINE);
            StateFromLake task = new StateFromLake(
                    folder.toString(),
                    folder.resolve("out").toString(),
                    Math.min(watermark - LATE, waiting.earliest()),
                    null);
            List<PartialVector> lake = left(transactions, 0, task);
            List<PartialVector> toWait = lake.stream()
                    .filter(partial -> partial.isRetraction() || partial.event().time() > watermark)
                    .sorted(HeldEvents::inOrder)
                    .toList();
            if (set.takes(1)) {
                lake.addAll(left(frauds, 1, task));
            }
            OperatorSubtaskState state = StateOfLake.of(TEXT, set, lake, task).state();
            var late = Deletable.features(set.index(), Order.EVENT_TIME);
            late.initializeState(state);
            late.open();
            harnesses.add(late);
            if (set.index() > 0) {
                // They wait at the first set, and come from there.
                for (PartialVector partial : toWait) {
                    late.processElement(new StreamRecord<>(fresh(partial)));
                }
            }
            late.processWatermark(watermark);
        }

        private static int retractions(Accepting source) {
            return (int) source.accepted().stream()
                    .filter(PartialVector::isRetraction)
                    .count();
        }

        private static List<PartialVector> left(Accepting source, int index, StateFromLake task) throws Exception {
            List<PartialVector> sorted = new ArrayList<>(source.lake());
            sorted.sort(Comparator.comparing(partial -> partial.event().id()));
            try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new LeaveOutDeleted(DeletedBefore.savepoint(TEXT, index, task, Long.MIN_VALUE)),
                    partial -> partial.event().id(),
                    Types.STRING,
                    MAX_PARALLELISM,
                    1,
                    0)) {
                harness.setup(Form.PARTIAL_VECTOR.serializer());
                harness.open();
                for (PartialVector partial : sorted) {
                    harness.processElement(new StreamRecord<>(partial));
                }
                harness.endInput();
                return new ArrayList<>(harness.extractOutputValues());
            }
        }

        void assertSame() throws Exception {
            long watermark = times.advance(10L * DUPLICATES);
            for (var harness : harnesses) {
                harness.processWatermark(watermark);
            }
            assertThat(texts(harnesses.get(1), 0))
                    .as("%s, seed %d", set.name(), seed)
                    .hasSizeGreaterThan(STEPS / 8)
                    .isEqualTo(texts(harnesses.get(0), before));
            assertThat(deletedBefore).as("seed %d", seed).isGreaterThan(STEPS / 20);
        }

        private List<String> texts(
                KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness, int from) {
            return harness.extractOutputValues().stream()
                    .skip(from)
                    .map(partial -> partial.isRetraction()
                            ? "deleted " + partial.event().id()
                            : FeatureStateOperatorPropertyTest.text(set, partial))
                    .toList();
        }
    }
}
