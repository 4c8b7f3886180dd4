package io.millrace.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A Schema Registry (Apicurio) with the Confluent API, which keeps its schemas in a file and has written each before it answers. */
public final class Registry {
    private static final Duration START = Duration.ofSeconds(90);
    private static final String NAME = "registry";

    private final Http http;
    private final Part part;

    Registry(StackDirectory directory, StackJars jars, Ports ports) {
        this.http = new Http("http://" + Ports.HOST + ":" + ports.registry() + "/apis/ccompat/v7");
        this.part = new Part(NAME, command(directory.created(NAME), jars.registry(), ports.registry()), directory);
    }

    /** The address that clients of Confluent's Schema Registry take. */
    public String url() {
        return http.url();
    }

    /** Starts the registry and returns when it answers and holds every subject to BACKWARD compatibility. Also starts it again after {@link #kill}. */
    public void start() {
        part.start();
        part.await(START, () -> http.fetch("/subjects").isArray());
        setCompatibility("BACKWARD");
    }

    /** Ends the registry at once, as {@code kill -9} does. */
    public void kill() {
        part.kill();
    }

    /** Sets the rule that new versions of every subject must keep, for example {@code BACKWARD} or {@code FULL}. */
    public void setCompatibility(String level) {
        http.send("PUT", "/config", "{\"compatibility\":\"" + level + "\"}");
    }

    Stream<Part> parts() {
        return Stream.of(part);
    }

    private static JavaCommand command(Path state, Path jar, int port) {
        return new JavaCommand(
                List.of(
                        "-Xms64m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dquarkus.http.host=" + Ports.HOST,
                        "-Dquarkus.http.port=" + port,
                        "-Dapicurio.storage.kind=sql",
                        "-Dapicurio.storage.sql.kind=h2",
                        "-Dapicurio.datasource.url=jdbc:h2:file:" + state.resolve("schemas") + ";WRITE_DELAY=0",
                        "-Dapicurio.datasource.jdbc.initial-size=2",
                        "-Dapicurio.datasource.jdbc.min-size=2"),
                List.of("-jar", jar.toString()));
    }
}
