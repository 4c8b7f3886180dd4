package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.dev.FlinkRest;
import io.millrace.dev.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWatchTest {
    private static final Path LOGS = Path.of("/state/logs");
    private static final String NO_FAILURE = "{\"exceptionHistory\": {\"entries\": []}}";

    private HttpServer flink;
    private JobWatch watch;

    @BeforeEach
    void start() throws IOException {
        flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        flink.start();
        FlinkRest rest = new FlinkRest("http://127.0.0.1:" + flink.getAddress().getPort());
        watch = new JobWatch(rest, Map.of("ScoringJob", "1"), LOGS);
    }

    @AfterEach
    void stop() {
        flink.stop(0);
    }

    @Test
    void aRunningJobIsFine() {
        answer("/jobs/1", "{\"state\": \"RUNNING\", \"vertices\": [{\"status\": \"RUNNING\"}]}");

        assertThatCode(watch::check).doesNotThrowAnyException();
    }

    @Test
    void aJobThatStartsIsFine() {
        answer("/jobs/1", "{\"state\": \"RUNNING\", \"vertices\": [{\"status\": \"INITIALIZING\"}]}");
        answer("/jobs/1/exceptions", NO_FAILURE);

        assertThatCode(watch::check).doesNotThrowAnyException();
    }

    @Test
    void ofAJobThatFailsAndStartsAgainTheRootCauseIsTold() {
        answer("/jobs/1", "{\"state\": \"RESTARTING\", \"vertices\": []}");
        answer("/jobs/1/exceptions", """
                {"exceptionHistory": {"entries": [{"stacktrace":
                "java.lang.Exception: outer\\n\\tat A.b(A.java:1)\\nCaused by: java.io.IOException: disk full\\n\\tat C.d(C.java:2)\\n"}]}}
                """);

        assertThatThrownBy(watch::check)
                .isInstanceOf(StackException.class)
                .hasMessage(
                        "ScoringJob has failed: java.io.IOException: disk full\nMore about it stands in /state/logs");
    }

    @Test
    void aJobThatSomebodyHasEndedIsNoticed() {
        answer("/jobs/1", "{\"state\": \"CANCELED\", \"vertices\": []}");
        answer("/jobs/1/exceptions", NO_FAILURE);

        assertThatThrownBy(watch::check)
                .isInstanceOf(StackException.class)
                .hasMessage("ScoringJob runs no more: its state is CANCELED; more about it stands in /state/logs");
    }

    private void answer(String path, String json) {
        flink.createContext(path, exchange -> {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
