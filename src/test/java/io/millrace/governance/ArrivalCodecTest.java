package io.millrace.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArrivalCodecTest {
    private static final DeadLetter LETTER =
            new DeadLetter("cards", "t", 1, 2, -1, Reason.NOT_AVRO, "why", null, new byte[] {9}, new byte[] {});

    private final ArrivalCodec<Integer> codec = new ArrivalCodec<>(new Numbers());

    @Test
    void aValueComesBackWithItsTime() throws Exception {
        byte[] bytes = bytes(Arrival.of(5, 1000));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("00" + "00000000000003e8" + "03" + "00000005");
        Arrival<Integer> read = read(bytes);
        assertThat(read.value()).isEqualTo(5);
        assertThat(read.time()).isEqualTo(1000);
        assertThatThrownBy(read::deadLetter).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeletionComesBack() throws Exception {
        byte[] bytes = bytes(Arrival.deletion(5, 1000));

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("02" + "00000000000003e8" + "03" + "00000005");
        Arrival<Integer> read = read(bytes);
        assertThat(read.isDeletion()).isTrue();
        assertThat(read.hasEventTime()).isFalse();
        assertThat(read.value()).isEqualTo(5);
        assertThat(read.time()).isEqualTo(1000);
    }

    @Test
    void theFirstVersionIsRead() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("00" + "00000000000003e8" + "03" + "00000005");

        Arrival<Integer> read = codec.read(new DataInputStream(new ByteArrayInputStream(bytes)), 1);

        assertThat(read.value()).isEqualTo(5);
        assertThat(read.isDeletion()).isFalse();
    }

    @Test
    void aDeadLetterComesBack() throws Exception {
        byte[] bytes = bytes(Arrival.dead(LETTER));

        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("01" + "01" + "0a6361726473" + "0274" + "02" + "04" + "01" + "104e4f545f4156524f"
                        + "06776879" + "01" + "0209" + "00");
        Arrival<Integer> read = read(bytes);
        assertThat(read.isDead()).isTrue();
        assertThat(read.deadLetter()).usingRecursiveComparison().isEqualTo(LETTER);
        assertThat(read.time()).isEqualTo(-1);
        assertThatThrownBy(read::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyReasonComesBack() throws Exception {
        for (Reason reason : Reason.values()) {
            DeadLetter letter = new DeadLetter("s", "t", 0, 0, 0, reason, "", "id", null, null);
            assertThat(read(bytes(Arrival.dead(letter))).deadLetter())
                    .usingRecursiveComparison()
                    .isEqualTo(letter);
        }
    }

    private byte[] bytes(Arrival<Integer> arrival) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(arrival, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private Arrival<Integer> read(byte[] bytes) throws IOException {
        return codec.read(new DataInputStream(new ByteArrayInputStream(bytes)), codec.version());
    }

    /** Version 3, to see that it is passed on. */
    private static final class Numbers implements Codec<Integer> {
        @Override
        public int version() {
            return 3;
        }

        @Override
        public void write(Integer value, DataOutput out) throws IOException {
            out.writeInt(value);
        }

        @Override
        public Integer read(DataInput in, int version) throws IOException {
            assertThat(version).isEqualTo(3);
            return in.readInt();
        }
    }
}
