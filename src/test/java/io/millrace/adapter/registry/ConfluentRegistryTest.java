package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfluentRegistryTest {
    private final HttpServer server;
    private final List<String> authorizations = new ArrayList<>();
    private int status = 200;
    private String body = "{}";

    ConfluentRegistryTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void givesTheSchemaOfAnId() throws Exception {
        answer(200, "{\"schema\": \"\\\"int\\\"\"}");

        assertThat(registry(Map.of()).schema(1)).isEqualTo(new Registry.Answer.Found("\"int\""));
    }

    @Test
    void knowsWhatIsUnknown() throws Exception {
        answer(404, "{\"error_code\": 40403, \"message\": \"Schema 1 not found\"}");

        assertThat(registry(Map.of()).schema(1)).isEqualTo(new Registry.Answer.Unknown());
    }

    @Test
    void aSchemaOfAnotherKindIsNoReasonToAskAgain() throws Exception {
        answer(200, "{\"schema\": \"syntax = 3\", \"schemaType\": \"PROTOBUF\"}");
        assertThat(registry(Map.of()).schema(1)).isEqualTo(new Registry.Answer.NotAvro("PROTOBUF"));

        answer(200, "{\"schema\": \"{broken\"}");
        assertThat(registry(Map.of()).schema(1)).isEqualTo(new Registry.Answer.NotAvro("AVRO, but not valid"));
    }

    @Test
    void troubleOfTheServerMayPass() {
        for (int trouble : List.of(500, 503, 429)) {
            answer(trouble, "{\"error_code\": 50001, \"message\": \"store\"}");
            assertThatThrownBy(() -> registry(Map.of()).schema(1))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "the Schema Registry did not look up schema 1: HTTP status " + trouble + ", code 50001");
        }
        server.stop(0);
        assertThatThrownBy(() -> registry(Map.of()).schema(1)).isInstanceOf(IOException.class);
    }

    @Test
    void refusalsDoNotPassByAskingAgain() {
        answer(409, "{\"error_code\": 409, \"message\": \"incompatible\"}");
        assertThatThrownBy(() -> registry(Map.of()).register("out-value", "\"int\""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "the Schema Registry did not register the schema of out-value: HTTP status 409, code 409");
        answer(401, "{\"error_code\": 40101, \"message\": \"who?\"}");
        assertThatThrownBy(() -> registry(Map.of()).schema(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("check registry.url, its credentials and the subject's compatibility");
        answer(404, "{\"error_code\": 404, \"message\": \"no such path\"}");
        assertThatThrownBy(() -> registry(Map.of()).schema(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void registersAndSendsCredentials() throws Exception {
        answer(200, "{\"id\": 12}");

        assertThat(registry(Map.of("registry.basic.auth.user.info", "me:secret"))
                        .register("out-value", "\"int\""))
                .isEqualTo(12);
        assertThat(authorizations).containsExactly("Basic bWU6c2VjcmV0");
    }

    @Test
    void handsOverTheSettingsThatPassThrough() {
        Map<String, String> client = ConfluentRegistry.client(settings(Map.of(
                "registry.ssl.truststore.password", "p",
                "registry.bearer.auth.token", "t",
                "registry.http.read.timeout.ms", "7")));

        assertThat(client)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "schema.registry.ssl.truststore.password", "p",
                        "bearer.auth.token", "t",
                        "bearer.auth.credentials.source", "STATIC_TOKEN",
                        "http.connect.timeout.ms", "10000",
                        "http.read.timeout.ms", "7"));
    }

    private void answer(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
    }

    private ConfluentRegistry registry(Map<String, String> more) {
        return ConfluentRegistry.open(settings(more));
    }

    private Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("kafka.bootstrap.servers", "b:1");
        values.put("registry.url", "http://localhost:" + server.getAddress().getPort());
        values.put("models.store", "/models");
        return Settings.of(values);
    }
}
