package io.millrace.flink;

import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HeldEventCodecTest {
    private final HeldEventCodec codec = new HeldEventCodec();

    private byte[] bytes(PartialVector partial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        codec.write(new HeldEvent("c", partial), new DataOutputStream(out));
        return out.toByteArray();
    }

    @Test
    void anEventHasItsGoldenBytes() throws Exception {
        PartialVector retraction = PartialVector.retraction(
                transaction("t-1", "c", "t", 1.5, 7, 1, 300).event());

        assertThat(HexFormat.of().formatHex(bytes(retraction)))
                .startsWith("8000000000000007" + "00" + "00000001" + "000000000000012c" + "01" + "0263" + "05" + "02");
    }

    @Test
    void anEventIsReadAsItWasWritten() throws Exception {
        PartialVector partial = transaction("t-1", "c", "t", 1.5, 7, 1, 300);
        partial.row()[0] = 4;

        HeldEvent read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes(partial))), codec.version());

        assertThat(read.getKey()).isEqualTo("c");
        assertThat(read.partial().event().id()).isEqualTo("t-1");
        assertThat(read.partial().kind()).isEqualTo(partial.kind());
        assertThat(read.partial().row()).isEqualTo(partial.row());
    }

    /** RocksDB orders by bytes, without a sign. */
    @Property
    void bytesAreInTheOrderOfEvents(
            @ForAll @IntRange(min = -2, max = 2) int time,
            @ForAll @IntRange(min = -2, max = 2) int otherTime,
            @ForAll @IntRange(max = 300) int offset,
            @ForAll @IntRange(max = 300) int otherOffset,
            @ForAll @IntRange(max = 2) int kind,
            @ForAll @IntRange(max = 2) int otherKind)
            throws Exception {
        PartialVector one = of(kind, time, offset);
        PartialVector other = of(otherKind, otherTime, otherOffset);

        int order = HeldEvents.inOrder(one, other);
        if (order != 0) {
            assertThat(Integer.signum(Arrays.compareUnsigned(bytes(one), bytes(other))))
                    .isEqualTo(Integer.signum(order));
        }
    }

    private static PartialVector of(int kind, long time, long offset) {
        PartialVector scored = transaction("t", "c", "t", 1, time, 3, offset);
        return switch (kind) {
            case 0 -> scored;
            case 1 -> PartialVector.retraction(scored.event());
            default -> PartialVector.fact(scored.event());
        };
    }
}
