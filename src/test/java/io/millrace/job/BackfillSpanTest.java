package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackfillSpanTest {
    private static final Path DEFINITION = Path.of("jobs/card-fraud/pipeline.yaml");
    private static final String MAY = "2024-05-01T00:00:00Z";
    private static final String JUNE = "2024-06-01T00:00:00Z";

    private final PipelineText text = PipelineCompiler.read(DEFINITION);
    private final Pipeline pipeline = PipelineCompiler.compile(text);

    @Test
    void eventsAreNeededAsFarBackAsWindowsOverEachOtherReach() {
        BackfillSpan span = BackfillSpan.of(pipeline, settings(Map.of("backfill.from", MAY, "backfill.to", JUNE)));

        long reach = Duration.ofDays(30).plusDays(37).toMillis();
        assertThat(span.needed()).isEqualTo(Instant.parse(MAY).toEpochMilli() - reach);
        assertThat(span.isNeeded(span.needed())).isTrue();
        assertThat(span.isNeeded(span.needed() - 1)).isFalse();
        assertThat(span.isNeeded(span.to())).isFalse();
        assertThat(span.isWanted(span.from())).isTrue();
        assertThat(span.isWanted(span.from() - 1)).isFalse();
        assertThat(span.isWanted(span.to())).isFalse();
    }

    @Test
    void withoutASpanAllIsWantedAndNeeded() {
        BackfillSpan span = BackfillSpan.of(pipeline, settings(Map.of()));

        assertThat(span).isEqualTo(new BackfillSpan(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE));
    }

    @Test
    void aWindowThatNeverEndsNeedsAllThatWasBefore() throws Exception {
        String yaml = Files.readString(DEFINITION)
                .replace("avg: amount, windows: [1d, 7d, 30d]", "avg: amount, windows: [1d, 7d, lifetime]");
        Pipeline lifetime = PipelineCompiler.compile(new PipelineText("lifetime.yaml", yaml, text.schemas()));

        assertThat(BackfillSpan.of(lifetime, settings(Map.of("backfill.from", MAY)))
                        .needed())
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aSpanThatEndsBeforeItBeginsIsRefused() {
        assertThatThrownBy(() -> BackfillSpan.of(pipeline, settings(Map.of("backfill.from", JUNE, "backfill.to", MAY))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("backfill.from: is " + JUNE + ", not before backfill.to, which is " + MAY
                        + "; give a span of event time");
        assertThatThrownBy(() -> settings(Map.of("backfill.to", "yesterday")))
                .hasMessageContaining(
                        "backfill.to: \"yesterday\" is no instant; write for example 2024-05-01T00:00:00Z");
    }

    @Test
    void theLakesOwnTablesAreNotFilledByABackfill() {
        assertThat(BackfillJob.table(pipeline, settings(Map.of()))).isEqualTo("vectors");
        assertThatThrownBy(() -> BackfillJob.table(pipeline, settings(Map.of("backfill.table", "events_transactions"))))
                .hasMessageContaining("backfill.table: \"events_transactions\" is a table that the lake's job fills");
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers", "broker:9092",
                "registry.url", "http://registry",
                "models.store", "/models"));
        all.putAll(more);
        return Settings.of(all);
    }
}
