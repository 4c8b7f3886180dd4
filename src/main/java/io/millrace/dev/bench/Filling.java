package io.millrace.dev.bench;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.feed.Feed;
import io.millrace.pipeline.Pipeline;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Fills the topics of a pipeline's sources with the events of rows, in their order, before anything is measured. */
final class Filling {
    private final Pipeline pipeline;
    private final String bootstrapServers;
    private final String registryUrl;

    Filling(Pipeline pipeline, String bootstrapServers, String registryUrl) {
        this.pipeline = pipeline;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
    }

    /**
     * What was written.
     *
     * @param scored events of the source that is scored
     * @param others events of all other sources
     * @param bytes of all of them, keys and values
     */
    record Filled(long scored, long others, long bytes) {
        Filled plus(boolean isScored, long size) {
            return new Filled(scored + (isScored ? 1 : 0), others + (isScored ? 0 : 1), bytes + size);
        }
    }

    /**
     * Writes rows until so many events are there to be scored.
     *
     * @throws BenchException where there are fewer rows, or one can't be written
     */
    Filled fill(Rows rows, long events) {
        return fill(rows, events, row -> null);
    }

    /** The partition that a row's events go to; null for the one that Kafka chooses by their keys. */
    interface Placement {
        @Nullable
        Integer partition(Row row);
    }

    /** As {@link #fill(Rows, long)}, into chosen partitions. */
    Filled fill(Rows rows, long events, Placement placement) {
        Feed feed = new Feed(pipeline, rows.name(), registryUrl);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Filled filled = new Filled(0, 0, 0);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (Row row = rows.next(); row != null && filled.scored() < events; row = rows.next()) {
                if (feed.refused() > 0) {
                    throw new BenchException(
                            "No event can be made of a row before row " + row.number() + " of " + rows.name()
                                    + ": a cell that it needs is empty, or no value of its type, or its time is after the year 9999; mend such rows or leave them out");
                }
                for (Feed.Item item : feed.items(row)) {
                    ProducerRecord<byte[], byte[]> record = placed(item.record(), placement.partition(row));
                    Future<RecordMetadata> unused =
                            producer.send(record, (sent, broken) -> failure.compareAndSet(null, broken));
                    filled = filled.plus(item.use() == Feed.Use.SCORED, record.key().length + record.value().length);
                }
            }
        }
        check(rows, events, filled, failure.get());
        return filled;
    }

    private static ProducerRecord<byte[], byte[]> placed(
            ProducerRecord<byte[], byte[]> record, @Nullable Integer partition) {
        return partition == null
                ? record
                : new ProducerRecord<>(record.topic(), partition, record.key(), record.value());
    }

    private void check(Rows rows, long events, Filled filled, @Nullable Exception failure) {
        if (failure != null) {
            throw new BenchException("The topics can't be filled: " + failure, failure);
        }
        if (filled.scored() < events) {
            throw new BenchException(rows.name() + " holds " + filled.scored() + " events for source "
                    + pipeline.scored().name() + "; expected " + events + ": give fewer --events or more --data");
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        1 << 17,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
