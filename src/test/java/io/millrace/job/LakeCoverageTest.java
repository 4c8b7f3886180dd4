package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.kafka.TopicOffsets.Range;
import io.millrace.adapter.lake.OffsetSet;
import io.millrace.job.LakeCoverage.Gaps;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LakeCoverageTest {
    private static OffsetSet lake(long... offsets) {
        OffsetSet set = new OffsetSet();
        for (long offset : offsets) {
            set.add(offset);
        }
        return set;
    }

    /** A partition of which some offsets are records. */
    private static LakeCoverage.Log kafka(long... records) {
        return (from, to, each) -> LongStream.of(records)
                .filter(offset -> offset >= from && offset < to)
                .forEach(each);
    }

    @Test
    void whatLiesBehindTheEndIsNotNeeded() {
        assertThat(Gaps.of(lake(0, 1, 2), 3, new Range(0, 9), kafka(0, 1, 2, 3, 4)))
                .isEqualTo(new Gaps(0, 0, -1));
    }

    @Test
    void aRecordThatTheLakeDoesNotHoldIsMissing() {
        assertThat(Gaps.of(lake(0, 2, 4), 5, new Range(0, 9), kafka(0, 1, 2, 3, 4, 5)))
                .isEqualTo(new Gaps(2, 0, 1));
        assertThat(Gaps.of(lake(), 2, new Range(0, 9), kafka(0, 1))).isEqualTo(new Gaps(2, 0, 0));
    }

    @Test
    void missingRecordsAreNamedAlsoWhereSomebodyVouchesForWhatKafkaHasForgotten() {
        String complaint =
                "2 records before offset 5 are missing, the first at or behind offset 1; let the lake's job (scripts/submit lake) run"
                        + " until it holds them";

        assertThat(new Gaps(2, 0, 1).complaint(5, true)).contains(complaint);
        assertThat(new Gaps(2, 0, 1).complaint(5, false)).contains(complaint);
    }

    @Test
    void whatKafkaHasForgottenIsRefusedUnlessSomebodyVouchesForIt() {
        assertThat(new Gaps(0, 3, 0).complaint(7, true))
                .contains(
                        "3 offsets before 7 are not held, the first is 0, and Kafka has forgotten whether they were records; if the lake holds"
                                + " all events from some time on, say so with --since INSTANT: windows that reach back further are"
                                + " warming first");
        assertThat(new Gaps(0, 3, 0).complaint(7, false)).isEmpty();
        assertThat(new Gaps(0, 0, -1).complaint(7, true)).isEmpty();
    }

    @Test
    void marksOfTransactionsAreNoRecords() {
        assertThat(Gaps.of(lake(0, 1, 3), 5, new Range(0, 5), kafka(0, 1, 3))).isEqualTo(new Gaps(0, 0, -1));
    }

    @Test
    void whatKafkaHasForgottenIsNotTakenForMarks() {
        assertThat(Gaps.of(lake(2, 3, 5, 6), 7, new Range(5, 7), kafka(5, 6))).isEqualTo(new Gaps(0, 3, 0));
        assertThat(Gaps.of(lake(0, 1, 3), 4, new Range(9, 9), kafka())).isEqualTo(new Gaps(0, 1, 2));
    }

    @Test
    void whatATopicThatWasMadeAnewDoesNotHaveIsNotTakenForMarks() {
        assertThat(Gaps.of(lake(0, 1), 4, new Range(0, 2), kafka(0, 1))).isEqualTo(new Gaps(0, 2, 2));
    }
}
