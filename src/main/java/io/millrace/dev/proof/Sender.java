package io.millrace.dev.proof;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.StackException;
import io.millrace.dev.feed.Feed;
import io.millrace.dev.feed.Feed.Item;
import io.millrace.dev.feed.Feed.Use;
import io.millrace.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends the events of all rows as fast as it can, in disorder, and some records that are no events. */
final class Sender implements Runnable {
    /** A record that is no event comes after so many rows. */
    private static final int BROKEN_EACH = 5_000;

    private final Pipeline pipeline;
    private final String bootstrapServers;
    private final Feed feed;
    private final Rows rows;
    private final Disorder disorder;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile @Nullable Sent sent;
    private long scored;
    private long others;
    private long broken;

    Sender(ProofPlan plan, Pipeline pipeline, String bootstrapServers, String registryUrl) {
        this.pipeline = pipeline;
        this.bootstrapServers = bootstrapServers;
        this.rows = plan.rows();
        this.feed = new Feed(pipeline, rows.name(), registryUrl);
        this.disorder = new Disorder(plan.seed(), pipeline.features().late());
    }

    /**
     * What was sent.
     *
     * @param scored records of the source that is scored
     * @param others of all other sources
     * @param late of all of them, held back for less than the pipeline waits
     * @param tooLate held back for longer
     * @param repeated sent twice
     * @param broken no events, among the scored ones
     */
    record Sent(long scored, long others, long late, long tooLate, long repeated, long broken) {}

    @Override
    public void run() {
        try (rows;
                KafkaProducer<byte[], byte[]> producer = producer()) {
            sendRows(producer);
            disorder.upTo(Long.MAX_VALUE).forEach(item -> send(producer, item));
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new StackException("Events can't be sent: " + failed, failed);
        }
        if (feed.refused() > 0) {
            throw new StackException(rows.name() + " holds " + feed.refused()
                    + " events that can't be made of their rows; give a file without them");
        }
        sent = new Sent(scored, others, disorder.delayed(), disorder.overdue(), disorder.repeated(), broken);
    }

    private void sendRows(KafkaProducer<byte[], byte[]> producer) {
        for (Row row = rows.next(); row != null; row = rows.next()) {
            long time = Long.MIN_VALUE;
            for (Item item : feed.items(row)) {
                disorder.hold(item);
                time = item.use() == Use.SCORED ? item.time() : time;
            }
            disorder.upTo(time).forEach(item -> send(producer, item));
            if (row.number() % BROKEN_EACH == 1) {
                sendBroken(producer, row.number());
            }
        }
    }

    private void sendBroken(KafkaProducer<byte[], byte[]> producer, long number) {
        byte[] text = ("not Avro " + number).getBytes(StandardCharsets.UTF_8);
        broken++;
        scored++;
        send(producer, new ProducerRecord<>(pipeline.scored().topic(), text, text));
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Item item) {
        if (item.use() == Use.SCORED) {
            scored++;
        } else {
            others++;
        }
        send(producer, item.record());
    }

    private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (metadata, failed) -> failure.compareAndSet(null, failed));
    }

    /** What was sent; null while it goes on. */
    @Nullable
    Sent sent() {
        return sent;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 17),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
