package io.millrace.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.CardEvents;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Map<String, Integer> COLUMNS = Map.of(
            "TRANSACTION_ID", 0, "TX_DATETIME", 1, "CUSTOMER_ID", 2, "TERMINAL_ID", 3, "TX_AMOUNT", 4, "TX_FRAUD", 5);

    private final List<String> scored = new ArrayList<>();
    private final List<Reason> refused = new ArrayList<>();

    private void run(List<List<String>> cells) {
        run(CardEvents.PIPELINE, cells);
    }

    private void run(Pipeline pipeline, List<List<String>> cells) {
        Iterator<List<String>> next = cells.iterator();
        Rows rows = new Rows() {
            private long number;

            @Override
            public String name() {
                return "rows";
            }

            @Override
            public @Nullable Row next() {
                return next.hasNext() ? new Row(number++, COLUMNS, next.next()) : null;
            }

            @Override
            public void close() {}
        };
        new History(pipeline, rows).run(new History.Listener() {
            @Override
            public void scored(PartialVector partial) {
                scored.add(partial.event().id() + ":" + CardEvents.feature(partial, "card.count_1d"));
            }

            @Override
            public void learned(Event fact) {}

            @Override
            public void refused(DeadLetter letter) {
                refused.add(letter.reason());
            }
        });
    }

    private static List<String> row(String id, String time) {
        return List.of(id, time, "c", "t", "10.0", "0");
    }

    @Test
    void rowsWithinTheLatenessSeeEachOtherInTheOrderOfEventTimeAndAreToldInTheirOwn() {
        run(List.of(row("1", "2018-04-01 00:00:04"), row("2", "2018-04-01 00:00:02"), row("3", "2018-04-01 00:00:09")));

        assertThat(scored).containsExactly("1:2.0", "2:1.0", "3:3.0");
    }

    @Test
    void aLateRowIsScoredAsOfItsOwnTime() {
        run(List.of(
                row("1", "2018-04-01 00:00:00"),
                row("3", "2018-04-01 02:00:00"),
                row("4", "2018-04-01 03:00:00"),
                row("2", "2018-04-01 01:00:00")));

        assertThat(scored).containsExactly("1:1.0", "3:2.0", "4:4.0", "2:2.0");
    }

    /** Rows with a 2 in the last cell are no transactions but erasures. */
    private static Pipeline erasable() {
        String source =
                "  gone: {topic: gone, schema: schemas/erasure.avsc, id: request_id, time: requested_at, file: {when: {TX_FRAUD: '2'},"
                        + " columns: {request_id: TRANSACTION_ID, requested_at: TX_DATETIME, customer_id: CUSTOMER_ID}}}\n";
        Map<String, String> schemas = new HashMap<>(CardEvents.TEXT.schemas());
        schemas.put("schemas/erasure.avsc", """
                {"type": "record", "name": "Erasure", "fields": [
                  {"name": "request_id", "type": "string"},
                  {"name": "requested_at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "customer_id", "type": "string"}]}
                """);
        String yaml = CardEvents.TEXT
                .yaml()
                .replace("amount: TX_AMOUNT\n", "amount: TX_AMOUNT\n      when: {TX_FRAUD: '0'}\n")
                .replace("\nfeatures:\n", source + "\nfeatures:\n")
                .replace("    entity: customer_id\n", "    entity: customer_id\n    erase: gone\n");
        return PipelineCompiler.compile(new PipelineText("cards.yaml", yaml, schemas));
    }

    @Test
    void anErasureWorksInTheOrderOfEventTime() {
        run(
                erasable(),
                List.of(
                        List.of("e", "2018-04-01 00:00:10", "c", "t", "0", "2"),
                        row("1", "2018-04-01 00:00:00"),
                        row("3", "2018-04-01 00:00:11"),
                        row("2", "2018-04-01 00:00:10"),
                        row("4", "2018-04-01 00:00:20"),
                        row("late", "2018-04-01 00:00:09"),
                        row("5", "2018-04-01 00:00:21"),
                        row("6", "2018-04-01 00:00:40"),
                        List.of("f", "2018-04-01 00:00:15", "c", "t", "0", "2"),
                        row("late too", "2018-04-01 00:00:12"),
                        row("7", "2018-04-01 00:00:41")));

        assertThat(scored)
                .containsExactly(
                        "1:1.0", "3:1.0", "2:2.0", "4:2.0", "late:1.0", "5:3.0", "6:3.0", "late too:1.0", "7:4.0");
    }

    @Test
    void anErasureIsInForceOnceTheWatermarkHasPassedIt() {
        run(
                erasable(),
                List.of(
                        row("1", "2018-04-01 00:00:00"),
                        List.of("e", "2018-04-01 00:00:10", "c", "t", "0", "2"),
                        row("2", "2018-04-01 00:00:20"),
                        row("late", "2018-04-01 00:00:05")));

        assertThat(scored).containsExactly("1:1.0", "2:1.0", "late:1.0");
    }

    @Test
    void whatTheStreamRefusesIsRefused() {
        run(List.of(
                row(" ", "2018-04-01 00:00:00"),
                row("x".repeat(1025), "2018-04-01 00:00:00"),
                row("1", "1960-01-01 00:00:00"),
                row("2", "+10000-01-01T00:00:00Z"),
                row("3", "2018-04-01 00:00:00"),
                row("3", "2018-04-01 00:00:01")));

        assertThat(scored).containsExactly("3:1.0");
        assertThat(refused)
                .contains(
                        Reason.MISSING_ID,
                        Reason.OVERSIZED,
                        Reason.MISSING_TIME,
                        Reason.TIME_IN_FUTURE,
                        Reason.DUPLICATE);
    }
}
