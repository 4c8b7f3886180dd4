package io.millrace.adapter.lake;

import static io.millrace.adapter.lake.PaymentsTable.TABLE;
import static io.millrace.adapter.lake.PaymentsTable.TOPIC;
import static io.millrace.adapter.lake.PaymentsTable.schema;
import static io.millrace.adapter.lake.PaymentsTable.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What settings say of the catalogue. */
class LakeCatalogTest {
    private final Path warehouse;

    LakeCatalogTest(@TempDir Path warehouse) {
        this.warehouse = warehouse.resolve("lake");
    }

    @Test
    void settingsMustSayWhereTheLakeIs() {
        assertThatThrownBy(() -> Lake.open("p", settings(Map.of())))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("lake.warehouse: is missing");
        assertThatThrownBy(() -> Lake.open("p", settings(Map.of("lake.warehouse", "s3://bucket/lake"))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("s3://bucket/lake is no directory, and a SQLite file can't lie there; name a"
                        + " catalogue by lake.catalog.catalog-impl");
    }

    @Test
    void aCatalogueThatDoesNotAnswerIsNamed() {
        Map<String, String> nobody = Map.of(
                "lake.warehouse", "file://" + warehouse,
                "lake.catalog.catalog-impl", "org.apache.iceberg.rest.RESTCatalog",
                "lake.catalog.uri", "http://127.0.0.1:1");

        assertThatThrownBy(() -> Lake.open("p", settings(nobody)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(
                        "lake.catalog.*: the lake's catalogue (org.apache.iceberg.rest.RESTCatalog) can't be opened: ")
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageEndingWith("; make sure that it runs, and that these settings say where it is and who asks");
    }

    @Test
    void anyCatalogueOfIcebergsCanBeNamed() throws IOException {
        Map<String, String> named = Map.of(
                "lake.warehouse", "file://" + warehouse,
                "lake.namespace", "team.lake",
                "lake.catalog.catalog-impl", "org.apache.iceberg.inmemory.InMemoryCatalog");
        try (Lake other = Lake.open("p", settings(named))) {
            other.toWrite(TABLE, TOPIC, List.of(schema("{'name':'amount','type':'double'}")));

            assertThat(other.place()).isEqualTo("lake team.lake");
            assertThat(other.table(TABLE).orElseThrow().location()).startsWith("file://" + warehouse);
        }
    }

    @Test
    void aTokenOrCredentialsOpenARestCatalogueHereAndWhereTheJobRuns() throws IOException {
        try (GuardedCatalog server = new GuardedCatalog()) {
            for (Map<String, String> who : List.of(
                    Map.of("lake.catalog.token", GuardedCatalog.TOKEN),
                    Map.of(
                            "lake.catalog.credential",
                            GuardedCatalog.CREDENTIAL,
                            "lake.catalog.oauth2-server-uri",
                            server.url() + "/tokens"))) {
                LakeCatalog loader = LakeCatalog.of(settings(server.named(who)));
                // As operators open it.
                assertThat(loader.clone().loadCatalog().name()).isEqualTo(LakeCatalog.NAME);
                try (Lake lake = Lake.open("p", settings(server.named(who)))) {
                    assertThat(lake.toRead(TABLE)).isEmpty();
                }
            }
        }
    }

    @Test
    void whoIsNotLetInIsToldSoWithoutTheSecret() throws IOException {
        try (GuardedCatalog server = new GuardedCatalog()) {
            Map<String, String> stranger = server.named(Map.of("lake.catalog.token", "guessed"));

            assertThatThrownBy(() -> Lake.open("p", settings(stranger)))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining("can't be opened: Not authorized")
                    .hasMessageEndingWith(
                            "; make sure that it runs, and that these settings say where it is and who asks")
                    .message()
                    .doesNotContain("guessed");
        }
    }

    /** Answers as a REST catalogue without tables does, but only to those who have its token, or get one for their credentials. */
    private static final class GuardedCatalog implements AutoCloseable {
        static final String TOKEN = "letMeIn";
        static final String CREDENTIAL = "millrace:hunter2";

        private final HttpServer server;

        GuardedCatalog() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/", this::answer);
            server.createContext("/tokens", this::giveToken);
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        Map<String, String> named(Map<String, String> who) {
            Map<String, String> all = new HashMap<>(who);
            all.put("lake.warehouse", "s3://bucket/lake");
            all.put("lake.catalog.catalog-impl", "org.apache.iceberg.rest.RESTCatalog");
            all.put("lake.catalog.uri", url());
            return all;
        }

        private void answer(HttpExchange call) throws IOException {
            if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
                send(call, 401, error("Who are you?", "NotAuthorizedException", 401));
            } else if (call.getRequestURI().getPath().endsWith("/config")) {
                send(call, 200, "{\"defaults\": {}, \"overrides\": {}}");
            } else {
                send(call, 404, error("no such table", "NoSuchTableException", 404));
            }
        }

        private void giveToken(HttpExchange call) throws IOException {
            String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (form.contains("client_id=millrace") && form.contains("client_secret=hunter2")) {
                send(
                        call,
                        200,
                        "{\"access_token\": \"" + TOKEN + "\", \"token_type\": \"bearer\", \"expires_in\": 3600}");
            } else {
                send(call, 401, "{\"error\": \"invalid_client\"}");
            }
        }

        private static String error(String message, String type, int code) {
            return "{\"error\": {\"message\": \"" + message + "\", \"type\": \"" + type + "\", \"code\": " + code
                    + "}}";
        }

        private static void send(HttpExchange call, int code, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            boolean isHead = call.getRequestMethod().equals("HEAD");
            call.sendResponseHeaders(code, isHead ? -1 : body.length);
            if (!isHead) {
                call.getResponseBody().write(body);
            }
            call.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
