package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.adapter.file.Row;
import io.millrace.event.EventType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final int EVENTS = 20_000;

    private static Map<String, Integer> counts(Workload workload) {
        Map<String, Integer> counts = new HashMap<>();
        var rows = workload.rows();
        for (int i = 0; i < EVENTS; i++) {
            counts.merge(rows.next().cell("CUSTOMER_ID"), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void anEntityHasTheGivenNumberOfEventsInTheLongestWindow() {
        SampledRows rows = new SampledRows(Workload.uniform(10, 1_000).rows());
        for (int i = 0; i < EVENTS; i++) {
            rows.next();
        }

        assertThat(rows.untilFull()).isEqualTo(10_000);
        assertThat(rows.customers()).isEqualTo(10);
    }

    @Test
    void uniformKeysAreDrawnEquallyOften() {
        assertThat(counts(Workload.uniform(10, 1_000)).values()).hasSize(10).allSatisfy(count -> assertThat(count)
                .isCloseTo(EVENTS / 10, within(200)));
    }

    @Test
    void zipfKeysFollowTheirLaw() {
        Map<String, Integer> counts = counts(Workload.zipf(1_000, 20));

        // The sum of i^-0.99 up to 1000 is 7.73.
        assertThat(counts.get("0")).isCloseTo(EVENTS * 1000 / 7_730, within(200));
        assertThat((double) counts.get("0") / counts.get("9")).isCloseTo(Math.pow(10, 0.99), within(2.0));
    }

    @Test
    void rowsAreTheSameEachTimeAndInOrder() {
        var first = Workload.zipf(100, 10).rows();
        var second = Workload.zipf(100, 10).rows();
        long time = Long.MIN_VALUE;
        for (int i = 0; i < 1_000; i++) {
            Row row = first.next();
            assertThat(row).isEqualTo(second.next());
            assertThat(Long.parseLong(row.cell("TX_DATETIME"))).isGreaterThan(time);
            assertThat(row.cell("TX_AMOUNT")).matches("[0-9]+\\.[0-9]{2}");
            time = Long.parseLong(row.cell("TX_DATETIME"));
        }
    }

    @Test
    void thereAreNoMoreEventsThanTimeForThem() {
        Workload workload = Workload.uniform(16, 10);
        long step = Workload.WINDOW / 160;

        assertThat(PaymentRows.START + workload.most() * step).isLessThanOrEqualTo(EventType.LATEST_TIME);
        assertThat(PaymentRows.START + (workload.most() + 2) * step).isGreaterThan(EventType.LATEST_TIME);
    }
}
