package io.millrace.dev;

import java.nio.file.Path;
import java.time.Duration;

/** The broker of the local stack without the rest of it. */
public final class BrokerAlone implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Broker broker;

    /** Starts it. */
    public BrokerAlone(Path directory) {
        broker = new Broker(
                new StackDirectory(directory),
                StackJars.of(Path.of("")),
                StackSettings.of(Path.of(""), directory).ports().resolved());
        broker.start();
    }

    public Broker broker() {
        return broker;
    }

    @Override
    public void close() {
        broker.parts().forEach(Part::close);
        Processes.end(broker.parts().flatMap(part -> part.running().stream()).toList(), GRACE);
    }
}
