package io.millrace.adapter.lake;

import static io.millrace.adapter.lake.PaymentsTable.BIG;
import static io.millrace.adapter.lake.PaymentsTable.NOON;
import static io.millrace.adapter.lake.PaymentsTable.TABLE;
import static io.millrace.adapter.lake.PaymentsTable.TOPIC;
import static io.millrace.adapter.lake.PaymentsTable.record;
import static io.millrace.adapter.lake.PaymentsTable.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several jobs or commands on one lake at the same moment. */
class LakeAtOnceTest {
    private static final Schema AMOUNT = schema("{'name':'amount','type':'double'}");
    private static final Schema CITY = schema("{'name':'amount','type':'double'},{'name':'city','type':'string'}");
    private static final int JOBS = 4;
    private static final int ROUNDS = 8;

    private final Path warehouse;
    private final PaymentsTable payments;

    LakeAtOnceTest(@TempDir Path directory) {
        warehouse = directory.resolve("lake");
        payments = new PaymentsTable(warehouse);
    }

    @AfterEach
    void close() throws IOException {
        payments.close();
    }

    /** What jobs that do something at the same time give, or what they throw. */
    private List<Object> atOnce(String pipeline, Job job) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(JOBS);
        try {
            CyclicBarrier start = new CyclicBarrier(JOBS);
            List<Future<Object>> done = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                done.add(threads.submit(() -> {
                    try (Lake lake = PaymentsTable.open(pipeline, warehouse)) {
                        start.await();
                        return job.run(lake);
                    } catch (RuntimeException e) {
                        return e;
                    }
                }));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> each : done) {
                results.add(each.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    /** What one of several does. */
    private interface Job {
        Object run(Lake lake) throws IOException;
    }

    @Test
    void jobsThatMakeTheSameTablesGoOnWithThem() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Object> columns = atOnce("round-" + round, lake -> lake.toWrite(TABLE, TOPIC, List.of(AMOUNT, CITY))
                    .columns());

            assertThat(columns).hasSize(JOBS).hasOnlyElementsOfType(String.class);
            assertThat(columns).allMatch(columns.get(0)::equals);
        }
    }

    @Test
    void oneOfSeveralBackfillsGetsItsTable() throws Exception {
        payments.lake().toWrite(TABLE, TOPIC, List.of(AMOUNT));

        List<Object> made = atOnce("card-fraud", lake -> lake.newVectors("vectors", List.of("a.b")));

        assertThat(made).hasAtLeastOneElementOfType(VectorTable.class);
        assertThat(made).allSatisfy(result -> {
            if (result instanceof RuntimeException refused) {
                assertThat(refused)
                        .isInstanceOf(DefinitionException.class)
                        .hasMessage(
                                "lake card_fraud, table vectors: another job makes it just now; name a new one by --out");
            }
        });
    }

    @Test
    void ofTwoMaintenancesTheSecondLeavesFilesThatTheFirstHasRewritten() throws IOException {
        String columns = payments.lake().toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        append(columns, 0, record(AMOUNT, 1.0));
        append(columns, 1, record(AMOUNT, 2.0));
        Table asItWas = payments.table();
        assertThat(maintain(value -> null).files()).isEqualTo(2);
        long files = dataFiles();

        assertThatThrownBy(() -> new Compaction(asItWas, BIG).run()).satisfies(LakeAtOnceTest::saysWhatHappened);

        assertThat(payments.rows()).containsOnlyKeys(0L, 1L);
        assertThat(dataFiles()).as("nothing is left behind").isEqualTo(files);
    }

    @Test
    void ofTwoMaintenancesTheSecondLeavesRowsThatTheFirstHasCompleted() throws IOException {
        String columns = payments.lake().toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        append(columns, 0, record(CITY, 1.0, "Oslo"));
        long[] files = new long[1];

        assertThatThrownBy(() -> maintain(value -> {
                    if (files[0] == 0) {
                        files[0] = 1;
                        completed();
                        files[0] = dataFiles();
                    }
                    return record(CITY, 1.0, "Oslo");
                }))
                .satisfies(LakeAtOnceTest::saysWhatHappened);

        assertThat(payments.rows().get(0L).getField("city")).isEqualTo("Oslo");
        assertThat(dataFiles()).as("nothing is left behind").isEqualTo(files[0]);
    }

    private void completed() {
        try (Lake other = PaymentsTable.open("card-fraud", warehouse)) {
            assertThat(other.maintain(TABLE, TOPIC, value -> record(CITY, 1.0, "Oslo"), BIG, Instant.EPOCH)
                            .orElseThrow()
                            .completed())
                    .isEqualTo(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void saysWhatHappened(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(TableChangedException.class)
                .hasMessageContaining(
                        "events_payments: another maintenance has rewritten its files or removed old ones meanwhile, so that this"
                                + " one leaves it as it is; nothing is lost, run it again when no other one runs");
    }

    private Maintained maintain(ValueReader values) throws IOException {
        return payments.lake()
                .maintain(TABLE, TOPIC, values, BIG, Instant.EPOCH)
                .orElseThrow();
    }

    private void append(String columns, long offset, GenericRecord record) throws IOException {
        payments.append(
                Map.of(),
                List.of(new RowMaker(TOPIC, columns)
                        .row(0, offset, NOON, new byte[] {1}, new byte[] {2, 3}, 5, record, null)));
    }

    private long dataFiles() {
        try (Stream<Path> files = Files.walk(warehouse)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
