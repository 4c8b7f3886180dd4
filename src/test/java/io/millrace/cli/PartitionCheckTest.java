package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.lake.OffsetSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionCheckTest {
    private static OffsetSet lake(long... offsets) {
        OffsetSet set = new OffsetSet();
        for (long offset : offsets) {
            set.add(offset);
        }
        return set;
    }

    /** A partition of which some offsets are records. */
    private static PartitionCheck.Log kafka(long... records) {
        return (from, to, each) -> LongStream.of(records)
                .filter(offset -> offset >= from && offset < to)
                .forEach(each);
    }

    @Test
    void aWholePartitionIsProven() {
        assertThat(PartitionCheck.of(lake(0, 1, 2), 0, 3, kafka(0, 1, 2)))
                .isEqualTo(new PartitionCheck(3, 0, 0, 0, 0, 0));
    }

    @Test
    void marksOfTransactionsAreNotMissed() {
        assertThat(PartitionCheck.of(lake(0, 1, 3), 0, 5, kafka(0, 1, 3)))
                .isEqualTo(new PartitionCheck(3, 0, 0, 1, 0, 0));
    }

    @Test
    void aMissingAndARepeatedRecordAreFound() {
        PartitionCheck check = PartitionCheck.of(lake(1, 2, 2, 4), 0, 5, kafka(0, 1, 2, 3, 4));

        assertThat(check).isEqualTo(new PartitionCheck(4, 2, 1, 0, 0, 0));
        assertThat(check.isWrong()).isTrue();
    }

    @Test
    void whatIsNewerThanTheLakeIsBehindAndNotMissing() {
        PartitionCheck check = PartitionCheck.of(lake(0, 1), 0, 5, kafka(0, 1, 3, 4));

        assertThat(check).isEqualTo(new PartitionCheck(2, 0, 0, 0, 0, 2));
        assertThat(check.isWrong()).isFalse();
        assertThat(PartitionCheck.of(lake(), 3, 5, kafka(3, 4))).isEqualTo(new PartitionCheck(0, 0, 0, 0, 0, 2));
    }

    @Test
    void gapsThatKafkaHasForgottenCantBeProven() {
        assertThat(PartitionCheck.of(lake(2, 4, 7), 6, 8, kafka(7))).isEqualTo(new PartitionCheck(3, 0, 0, 1, 2, 0));
        assertThat(PartitionCheck.of(lake(0, 1), 5, 6, kafka(5)))
                .as("three offsets were deleted before the lake read them")
                .isEqualTo(new PartitionCheck(2, 0, 0, 0, 3, 1));
        assertThat(PartitionCheck.of(lake(3, 4, 5), 5, 6, kafka(5)))
                .as("the lake's own offsets have no gap")
                .isEqualTo(new PartitionCheck(3, 0, 0, 0, 0, 0));
    }

    @Test
    void offsetsOfManyBlocksAreCounted() {
        OffsetSet set = lake(0, 1L << 20, (1L << 33) + 1);

        assertThat(set.size()).isEqualTo(3);
        assertThat(set.contains(1L << 33)).isFalse();
        assertThat(set.gaps((1L << 20) - 2, (1L << 20) + 2)).isEqualTo(3);
        assertThat(set.firstGap(1L << 20)).isEqualTo((1L << 20) + 1);
    }
}
