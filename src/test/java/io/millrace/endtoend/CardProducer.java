package io.millrace.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A client of the pipeline as its users write them: Avro's generic records, the wire format by hand, Kafka's own producer. */
final class CardProducer implements AutoCloseable {
    /** How the ids of {@link #sendLaterThan} begin. */
    private static final String LATER = "later-";

    private static final Duration REPORTED_AFTER = Duration.ofDays(7);
    private static final long AHEAD = Duration.ofSeconds(6).toMillis();

    private final KafkaProducer<byte[], byte[]> producer;
    private final Topic transactions;
    private final Topic frauds;
    private final String registryUrl;

    private record Topic(String name, Schema schema, int id) {}

    CardProducer(String bootstrapServers, String registryUrl) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("acks", "all");
        properties.put("enable.idempotence", "true");
        properties.put("linger.ms", "20");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.registryUrl = registryUrl;
        transactions = topic("transactions", schema("schemas/transaction.avsc"), registryUrl);
        frauds = topic("frauds", schema("schemas/fraud-report.avsc"), registryUrl);
    }

    private static Schema schema(String file) {
        try {
            return new Schema.Parser().parse(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Topic topic(String name, Schema schema, String registryUrl) {
        try {
            String body = "{\"schema\": " + quoted(schema.toString()) + "}";
            HttpRequest register = HttpRequest.newBuilder(
                            URI.create(registryUrl + "/subjects/" + name + "-value/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
            String answer = HttpClient.newHttpClient()
                    .send(register, BodyHandlers.ofString())
                    .body();
            return new Topic(
                    name, schema, new ObjectMapper().readTree(answer).path("id").asInt());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String json) {
        return '"' + json.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Sends a row's transaction, keyed by the customer. */
    void sendTransaction(String[] row) {
        send(transactions, null, row[2], transaction(row));
    }

    /** Sends a row's transaction, keyed by its id, so that a tombstone with the same key follows it in its partition. */
    void sendKeyedById(String[] row) {
        send(transactions, null, row[0], transaction(row));
    }

    /** Sends transactions by a newer schema, which it registers: all have a field more, the {@code channel}. */
    void sendWithChannel(List<String[]> rows) {
        List<Schema.Field> fields = new ArrayList<>();
        transactions.schema().getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("channel", Schema.create(Schema.Type.STRING), null, "shop"));
        Schema before = transactions.schema();
        Schema newer = Schema.createRecord(before.getName(), before.getDoc(), before.getNamespace(), false, fields);
        Topic topic = topic(transactions.name(), newer, registryUrl);
        for (String[] row : rows) {
            Map<String, Object> values = new HashMap<>(transaction(row));
            values.put("channel", "web");
            send(topic, null, row[2], values);
        }
        producer.flush();
    }

    /** Sends what deletes a row's transaction. */
    void sendTombstone(@Nullable Integer partition, String id) {
        var unused = producer.send(
                new ProducerRecord<>(transactions.name(), partition, id.getBytes(StandardCharsets.UTF_8), null));
    }

    private static Map<String, Object> transaction(String[] row) {
        return Map.of(
                "transaction_id", row[0],
                "event_time", CardRows.time(row),
                "customer_id", row[2],
                "terminal_id", row[3],
                "amount", Double.parseDouble(row[4]));
    }

    /**
     * Sends to each partition of both topics an event of its own that is so much later than a row that the row needn't wait for a silence, and so little that no event of a
     * later second is late. It waits itself.
     */
    void sendLaterThan(String[] row) {
        for (int partition = 0; partition < CardFraudRun.PARTITIONS; partition++) {
            String name = LATER + partition + "-" + row[0];
            long time = CardRows.time(row) + AHEAD;
            Map<String, Object> event = Map.of(
                    "transaction_id",
                    name,
                    "event_time",
                    time,
                    "customer_id",
                    name,
                    "terminal_id",
                    name,
                    "amount",
                    1.0);
            send(transactions, partition, name, event);
            send(
                    frauds,
                    partition,
                    name,
                    Map.of(
                            "transaction_id", name,
                            "reported_at", time + REPORTED_AFTER.toMillis(),
                            "terminal_id", name));
        }
        producer.flush();
    }

    /** Sends the report that a row was fraud. */
    void sendFraud(String[] row) {
        sendFraud(row, REPORTED_AFTER);
    }

    /** Sends the report that a row was fraud, which came so much later. */
    void sendFraud(String[] row, Duration after) {
        long reportedAt = CardRows.time(row) + after.toMillis();
        send(frauds, null, row[0], Map.of("transaction_id", row[0], "reported_at", reportedAt, "terminal_id", row[3]));
    }

    /** Sends rows, and of each fraud the report, to the topics as they are: a real producer of reports would be a week later. */
    void sendAll(List<String[]> rows) {
        for (String[] row : rows) {
            sendTransaction(row);
            if (CardRows.isFraud(row)) {
                sendFraud(row);
            }
        }
        producer.flush();
    }

    void flush() {
        producer.flush();
    }

    /** Sends bytes that may be anything. */
    void sendRaw(String topic, byte[] key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    private void send(Topic topic, @Nullable Integer partition, String key, Map<String, Object> fields) {
        GenericData.Record record = new GenericData.Record(topic.schema());
        fields.forEach(record::put);
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topic.name(), partition, bytes, bytes(topic, record)));
    }

    private static byte[] bytes(Topic topic, GenericData.Record record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream header = new DataOutputStream(bytes);
            header.writeByte(0);
            header.writeInt(topic.id());
            var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericData.Record>(topic.schema()).write(record, encoder);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
