package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkConnectionTest {
    @Test
    void hostAndPortAreRead() {
        assertThat(FlinkConnection.parse("flink.example:18081")).contains(new FlinkConnection("flink.example", 18_081));
        assertThat(FlinkConnection.parse("[::1]:8082")).contains(new FlinkConnection("[::1]", 8_082));
    }

    @Test
    void thePortOfFlinkIsTheDefault() {
        assertThat(FlinkConnection.parse("flink")).contains(new FlinkConnection("flink", 8_081));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":8081", "flink:", "flink:0", "flink:70000", "flink:80x", "http://flink:8081", "a b:1"})
    void otherTextIsRefused(String text) {
        assertThat(FlinkConnection.parse(text)).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNamed() {
        int port = Ports.oneFree();
        FlinkConnection nobody = new FlinkConnection("127.0.0.1", port);

        assertThatThrownBy(nobody::check)
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("No Flink cluster answers at 127.0.0.1:" + port + " (")
                .hasMessageEndingWith("; give the address of its REST API, and start it if it is down");
    }
}
