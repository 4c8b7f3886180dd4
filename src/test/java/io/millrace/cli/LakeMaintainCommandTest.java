package io.millrace.cli;

import static io.millrace.adapter.lake.PaymentsTable.NOON;
import static io.millrace.adapter.lake.PaymentsTable.TABLE;
import static io.millrace.adapter.lake.PaymentsTable.TOPIC;
import static io.millrace.adapter.lake.PaymentsTable.record;
import static io.millrace.adapter.lake.PaymentsTable.schema;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.adapter.lake.PaymentsTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.Cards;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a table with a row that lacks a field; whenever it asks the registry, another maintenance completes the row before the answer comes. */
class LakeMaintainCommandTest {
    private static final Schema DECLARED = schema("{'name':'id','type':'string'},{'name':'at','type':{'type':'long',"
            + "'logicalType':'timestamp-millis'}},{'name':'customer','type':'string'}");
    private static final Schema NEWER = schema("{'name':'id','type':'string'},{'name':'at','type':{'type':'long',"
            + "'logicalType':'timestamp-millis'}},{'name':'customer','type':'string'},{'name':'city','type':'string'}");
    private static final GenericRecord RECORD = record(NEWER, "p1", NOON, "ann", "Oslo");
    private static final int SCHEMA = 7;

    private static final String YAML = """
            pipeline: card-fraud
            sources:
              payments: {topic: payments, schema: payment.avsc, id: id, time: at}
            features:
              card: {entity: customer, source: payments, n: {count: all, window: 1m}}
            model: {name: m, scores: payments, inputs: [card.*]}
            """;

    private final Path folder;
    private final PaymentsTable payments;
    private final HttpServer registry;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    LakeMaintainCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("pipeline.yaml"), YAML);
        Files.writeString(folder.resolve("payment.avsc"), DECLARED.toString());
        payments = new PaymentsTable(folder.resolve("lake"));
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", this::answer);
        registry.start();
    }

    @AfterEach
    void close() throws IOException {
        registry.stop(0);
        payments.close();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            payments.lake().maintain(TABLE, TOPIC, value -> RECORD, 1 << 20, Instant.EPOCH);
            byte[] body = new ObjectMapper().writeValueAsBytes(Map.of("schema", NEWER.toString()));
            call.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            call.sendResponseHeaders(200, body.length);
            call.getResponseBody().write(body);
        }
    }

    @Test
    void aTableThatAnotherMaintenanceHasRewrittenIsSaidInALineAndLeftAsItIs() throws IOException {
        String columns =
                payments.lake().toWrite(TABLE, TOPIC, List.of(DECLARED)).columns();
        payments.append(
                Map.of(),
                List.of(new RowMaker(TOPIC, columns)
                        .row(0, 0, NOON, null, Cards.bytes(RECORD, SCHEMA), SCHEMA, RECORD, null)));

        assertThat(maintain()).isEqualTo(1);
        assertThat(err.toString())
                .matches(
                        "lake table .*events_payments: another maintenance has rewritten its files or removed old ones"
                                + " meanwhile, so that this one leaves it as it is; nothing is lost, run it again when no other one runs\\R");
        assertThat(payments.rows().get(0L).getField("city")).hasToString("Oslo");

        assertThat(maintain()).as("%s", err).isZero();
        assertThat(out.toString()).contains(TABLE);
    }

    private int maintain() {
        return Millrace.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "lake",
                "maintain",
                "--pipeline",
                folder.resolve("pipeline.yaml").toString(),
                "--set",
                "kafka.bootstrap.servers=broker:9092",
                "--set",
                "registry.url=http://127.0.0.1:" + registry.getAddress().getPort(),
                "--set",
                "models.store=/models",
                "--set",
                "lake.warehouse=" + folder.resolve("lake"));
    }
}
