package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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
