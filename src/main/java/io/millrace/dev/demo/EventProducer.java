package io.millrace.dev.demo;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.StackException;
import io.millrace.dev.feed.Feed;
import io.millrace.dev.feed.Feed.Item;
import io.millrace.dev.feed.Feed.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of rows at a steady pace, on a thread of its own. What a row says of the future, such as the report of a fraud a week later, is sent when the event
 * time of the stream gets there. The first rows are sent twice, and a few records are no Avro, so that there are dead letters to look at.
 */
final class EventProducer implements Runnable, AutoCloseable {
    private static final int REPEATED_ROWS = 5;
    private static final int BROKEN_RECORDS = 5;

    private final Rows rows;
    private final Feed feed;
    private final String scoredTopic;
    private final double perSecond;
    private final Ledger ledger;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Due due = new Due();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile boolean exhausted;

    /** @param perSecond events of the scored source in a second */
    EventProducer(Rows rows, Feed feed, String bootstrapServers, String scoredTopic, double perSecond, Ledger ledger) {
        this.rows = rows;
        this.feed = feed;
        this.scoredTopic = scoredTopic;
        this.perSecond = perSecond;
        this.ledger = ledger;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        2),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void run() {
        try {
            sendBroken();
            sendRows();
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void sendBroken() {
        for (int i = 0; i < BROKEN_RECORDS; i++) {
            byte[] text = ("not Avro " + i).getBytes(StandardCharsets.UTF_8);
            send(new ProducerRecord<>(scoredTopic, text, text), Use.SCORED);
        }
    }

    private void sendRows() {
        List<Item> again = new ArrayList<>();
        Schedule schedule = new Schedule(System.nanoTime(), perSecond);
        for (long number = 0; !stopped; number++) {
            Row row = rows.next();
            if (row == null) {
                exhausted = true;
                return;
            }
            waitUntil(schedule.moment(number));
            for (Item item : feed.items(row)) {
                take(item);
                if (item.use() == Use.SCORED && number < REPEATED_ROWS) {
                    again.add(item);
                }
            }
            ledger.refused(feed.refused());
            if (number == REPEATED_ROWS) {
                again.forEach(this::send);
            }
        }
    }

    private void waitUntil(long nanos) {
        while (!stopped && nanos - System.nanoTime() > 0) {
            LockSupport.parkNanos(Math.min(nanos - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    private void take(Item item) {
        if (item.use() != Use.SCORED) {
            due.hold(item);
            return;
        }
        due.upTo(item.time()).forEach(this::send);
        send(item);
    }

    private void send(Item item) {
        send(item.record(), item.use());
    }

    private void send(ProducerRecord<byte[], byte[]> record, Use use) {
        var unused = producer.send(record, (metadata, broken) -> failure.compareAndSet(null, broken));
        ledger.sent(use);
    }

    /** No further rows are sent. */
    void stop() {
        stopped = true;
    }

    /** Whether the rows have come to their end. */
    boolean exhausted() {
        return exhausted;
    }

    /** @throws StackException where sending failed */
    void check() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new StackException("Events can't be sent: " + failed, failed);
        }
    }

    @Override
    public void close() {
        stop();
        producer.close();
        rows.close();
    }
}
