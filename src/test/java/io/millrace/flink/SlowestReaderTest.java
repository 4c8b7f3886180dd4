package io.millrace.flink;

import static io.millrace.flink.SlowestReader.NOT_READING;
import static io.millrace.flink.SlowestReader.VALID;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowestReaderTest {
    private final SlowestReader slowest = new SlowestReader();
    private Map<Long, long[]> readers = slowest.createAccumulator();

    private long say(long reader, long watermark, long now) {
        readers = SlowestReader.add(reader, watermark, readers, now);
        return slowest.getResult(readers);
    }

    @Test
    void theLeastWatermarkOfAllIsTold() {
        assertThat(say(1, 50, 0)).isEqualTo(50);
        assertThat(say(2, 70, 0)).isEqualTo(50);
        assertThat(say(1, 90, 1)).isEqualTo(70);
    }

    @Test
    void aReaderThatDoesNotReadIsLeftOut() {
        say(1, 50, 0);
        say(2, 70, 0);

        assertThat(say(1, NOT_READING, 1)).isEqualTo(70);
        assertThat(say(2, NOT_READING, 1)).isEqualTo(NOT_READING);
        assertThat(say(1, 60, 2)).isEqualTo(60);
    }

    @Test
    void aReaderThatIsHeardOfNoMoreIsForgotten() {
        say(1, 50, 0);

        assertThat(say(2, 70, VALID)).isEqualTo(50);
        assertThat(say(2, 70, VALID + 1)).isEqualTo(70);
    }

    @Test
    void theClockOfTheJobManagerIsRead() {
        readers = slowest.add(new long[] {3, 40}, slowest.add(new long[] {4, 60}, readers));

        assertThat(slowest.getResult(readers)).isEqualTo(40);
    }
}
