package io.millrace.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Serves a text under {@code /metrics}, as Prometheus fetches it. */
final class MetricsPage implements AutoCloseable {
    private static final int OK = 200;

    private final HttpServer server;
    private volatile String text = "";

    private MetricsPage(HttpServer server) {
        this.server = server;
        server.createContext("/metrics", this::answer);
        server.start();
    }

    /** @throws DefinitionException where the port can't be had */
    static MetricsPage at(int port) {
        try {
            return new MetricsPage(HttpServer.create(new InetSocketAddress(port), 0));
        } catch (IOException e) {
            throw new DefinitionException(
                    "--metrics-port " + port, "can't be listened on (" + e.getMessage() + "); choose another one");
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    void show(String current) {
        text = current;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(OK, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
