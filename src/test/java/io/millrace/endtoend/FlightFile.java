package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.dev.feed.Feed;
import io.millrace.dev.feed.Feed.Item;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The first of the flights that {@code scripts/fetch-flights} writes, where they are present. */
final class FlightFile {
    private FlightFile() {}

    /** The whole file, from the system property {@code millrace.flights} or where the script writes it. */
    static Optional<Path> all() {
        Path file = Path.of(System.getProperty("millrace.flights", ".millrace/flights/flights.csv.gz"));
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Copies the header and the first flights to a plain CSV file. */
    static Path first(Path all, int flights, Path to) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(all)), StandardCharsets.UTF_8))) {
            return Files.write(to, in.lines().limit(flights + 1L).toList());
        }
    }

    /** Sends the events of flights in the order of their times, so that each arrival comes when the flight has landed. */
    static void send(CardFraudRun run, Path file) {
        List<Item> items = new ArrayList<>();
        try (Rows rows = CsvRows.open(file)) {
            Feed feed =
                    new Feed(run.pipeline(), rows.name(), run.stack().registry().url());
            for (Row row = rows.next(); row != null; row = rows.next()) {
                items.addAll(feed.items(row));
            }
            assertThat(feed.refused()).isZero();
        }
        items.sort(Comparator.comparingLong(Item::time));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", run.stack().broker().bootstrapServers(), "linger.ms", 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            items.forEach(item -> {
                var unused = producer.send(item.record());
            });
        }
    }
}
