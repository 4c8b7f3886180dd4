package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SortedRunsPropertyTest {
    /** A step of 0 takes the first element out; another adds an element that lies that far from the one before. */
    @Property
    void givesWhatAHeapGives(@ForAll @Size(max = 400) List<@IntRange(min = -50, max = 60) Integer> steps) {
        SortedRuns<Integer> runs = new SortedRuns<>(Comparator.<Integer>naturalOrder());
        PriorityQueue<Integer> heap = new PriorityQueue<>();
        int value = 0;
        for (int step : steps) {
            if (step == 0) {
                assertThat(runs.pollIf(first -> first > 0))
                        .isEqualTo(heap.isEmpty() || heap.element() <= 0 ? null : heap.poll());
            } else {
                value += step;
                runs.add(value);
                heap.add(value);
            }
            assertThat(runs.size()).isEqualTo(heap.size());
        }
        assertThat(runs.stream()).containsExactlyInAnyOrderElementsOf(heap);
        while (!heap.isEmpty()) {
            assertThat(runs.pollIf(first -> true)).isEqualTo(heap.poll());
        }
        assertThat(runs.pollIf(first -> true)).isNull();
    }

    @Property
    void givesAwayTheLastOnesInOrder(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 50) Integer> values,
            @ForAll @IntRange(max = 200) int kept) {
        SortedRuns<Integer> runs = new SortedRuns<>(Comparator.<Integer>naturalOrder());
        values.forEach(runs::add);
        List<Integer> sorted = values.stream().sorted().toList();
        int keep = Math.min(kept, values.size());

        assertThat(runs.takeAllBut(keep)).isEqualTo(sorted.subList(keep, sorted.size()));

        assertThat(runs.size()).isEqualTo(keep);
        runs.add(25);
        List<Integer> left = Stream.concat(sorted.subList(0, keep).stream(), Stream.of(25))
                .sorted()
                .toList();
        left.forEach(value -> assertThat(runs.pollIf(first -> true)).isEqualTo(value));
        assertThat(runs.size()).isZero();
    }

    @Test
    void whatComesInDescendingOrderOutgrowsTheRunsAndComesOutInOrder() {
        SortedRuns<Integer> runs = new SortedRuns<>(Comparator.<Integer>naturalOrder());
        for (int value = 1_000; value > 0; value--) {
            runs.add(value);
        }

        for (int value = 1; value <= 1_000; value++) {
            assertThat(runs.pollIf(first -> true)).isEqualTo(value);
        }
    }
}
