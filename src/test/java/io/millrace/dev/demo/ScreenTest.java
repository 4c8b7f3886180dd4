package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.demo.Latency.Percentiles;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final View.Moment MOMENT = new View.Moment(
            Duration.ofSeconds(3),
            new Ledger("transactions", 0).totals(),
            0,
            new Percentiles(0, 0, 0),
            new Percentiles(0, 0, 0));
    private static final int LINES = View.lines(MOMENT, Instant.EPOCH).size();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void onATerminalTheViewIsDrawnOverTheOneBefore() {
        Screen screen = new Screen(out, true);

        screen.show(MOMENT, Instant.EPOCH);
        assertThat(text()).doesNotContain("\u001b[" + LINES + "A");

        screen.show(MOMENT, Instant.EPOCH);
        assertThat(text()).containsOnlyOnce("\u001b[" + LINES + "A");
    }

    @Test
    void whatWasSaidStays() {
        Screen screen = new Screen(out, true);

        screen.show(MOMENT, Instant.EPOCH);
        screen.say("it stays");
        screen.show(MOMENT, Instant.EPOCH);

        assertThat(text()).contains("it stays\n").doesNotContain("\u001b[" + LINES + "A");
    }

    @Test
    void elsewhereThereIsALineForEveryFifthMomentWithoutControlCharacters() {
        Screen screen = new Screen(out, false);

        for (int second = 0; second < 6; second++) {
            screen.show(MOMENT, Instant.EPOCH);
        }

        assertThat(text().lines()).hasSize(2);
        assertThat(text()).doesNotContain("\u001b");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
