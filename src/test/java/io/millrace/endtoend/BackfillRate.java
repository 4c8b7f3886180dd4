package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeInput;
import io.millrace.dev.AddedJars;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a backfill is against the scoring job, both over the same events on the same machine, each from its submission to its last row or prediction; no test of CI. */
class BackfillRate {
    private static final int EVENTS = Integer.getInteger("millrace.backfill.events", 400_000);
    private static final long MOST = EVENTS - EVENTS / 100L;
    private static final int FOR_TRAINING = 30_000;
    private static final int PARALLELISM = 2;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final double NANOS = 1e9;
    private static final Set<String> ENDED = Set.of("FINISHED", "FAILED");

    @Test
    void measure(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 4, CardFraudRun.DEFINITION, AddedJars.ofLake(Path.of("")))) {
            run.train(rows.subList(0, FOR_TRAINING), Duration.ofDays(2), Duration.ofDays(1));
            try (CardProducer producer = run.producer()) {
                producer.sendAll(rows);
            }
            String lake = run.submit(run.lake(PARALLELISM));
            await("all events in the lake").atMost(LIMIT).until(() -> held(run) == EVENTS);
            run.flink().cancel(lake);

            double scoring = scoring(run);
            double backfill = backfill(run, new Scripts(run, state, null));
            System.out.println(String.format(
                    Locale.ROOT,
                    "%,d events: scoring %.1f s, %,.0f events/s; backfill %.1f s, %,.0f events/s; %.1f times as many",
                    EVENTS,
                    scoring,
                    EVENTS / scoring,
                    backfill,
                    EVENTS / backfill,
                    scoring / backfill));
        }
    }

    /** Until all but the last hundredth are scored: those wait for the watermark, which comes no more until the sources are taken for idle. */
    private static double scoring(CardFraudRun run) {
        long begin = System.nanoTime();
        String job = run.submit(run.scoring(PARALLELISM, "checkpoint.interval=10s", "source.idle=1s"));
        await("events are scored").atMost(LIMIT).pollInterval(POLL).until(() -> written(run) >= MOST);
        double seconds = (System.nanoTime() - begin) / NANOS;
        run.flink().cancel(job);
        return seconds * EVENTS / MOST;
    }

    private static long written(CardFraudRun run) {
        try (TopicOffsets kafka = TopicOffsets.open(run.clientSettings())) {
            return kafka.ranges(run.topics().predictions()).values().stream()
                    .mapToLong(TopicOffsets.Range::end)
                    .sum();
        }
    }

    private static double backfill(CardFraudRun run, Scripts scripts) throws IOException {
        long begin = System.nanoTime();
        String job = scripts.submitBackfill(CardFraudRun.DEFINITION, PARALLELISM);
        await("the backfill has ended")
                .atMost(LIMIT)
                .pollInterval(POLL)
                .until(() -> ENDED.contains(run.flink().state(job)));
        double seconds = (System.nanoTime() - begin) / NANOS;
        assertThat(run.flink().state(job)).as("%s", run.flink().failure(job)).isEqualTo("FINISHED");
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            assertThat(lake.input("vectors").map(LakeInput::size)).hasValue((long) EVENTS);
        }
        return seconds;
    }

    private static long held(CardFraudRun run) throws IOException {
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            return lake.input("events_transactions").map(LakeInput::size).orElse(0L);
        }
    }
}
