package io.millrace.lineage.delivery;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where events go; travels with the job. Holds secrets, which {@link #toString} does not show.
 *
 * @param to {@code file:PATH}, {@code http://…}, {@code https://…} or {@code kafka:TOPIC}
 * @param authorization for HTTP, the header's value; empty for none
 * @param kafka for Kafka, the producer's properties
 * @param patience how long a delivery may take
 */
public record Destination(String to, String authorization, Map<String, String> kafka, Duration patience)
        implements Serializable {
    public static final String FILE = "file:";
    public static final String KAFKA = "kafka:";

    private static final long serialVersionUID = 1;

    public Destination {
        kafka = new TreeMap<>(kafka);
    }

    Backend open() {
        if (to.startsWith(FILE)) {
            return new FileBackend(Path.of(to.substring(FILE.length())));
        }
        return to.startsWith(KAFKA)
                ? new KafkaBackend(to.substring(KAFKA.length()), kafka, patience)
                : new HttpBackend(URI.create(to), authorization, patience);
    }

    @Override
    public String toString() {
        return to;
    }
}
