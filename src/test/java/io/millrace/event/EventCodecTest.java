package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private final EventCodec codec = new EventCodec();

    @Test
    void anEventHasItsGoldenBytes() throws Exception {
        Event event = new Event(
                1,
                2,
                300,
                -1,
                7,
                "t-1",
                1000,
                0b100,
                new long[] {0, Double.doubleToRawLongBits(1.5), 0, 42},
                new @Nullable String[] {"c", null, null, null});

        assertThat(HexFormat.of().formatHex(bytes(event)))
                .isEqualTo(("02 04 d804 01 0e 06742d31 d00f 0000000000000004 08 01 0263"
                                + " 00 3ff8000000000000 00 000000000000002a")
                        .replace(" ", ""));
    }

    @Test
    void anEventWithVectorsHasItsGoldenBytes() throws Exception {
        Event event = new Event(
                1,
                2,
                300,
                -1,
                7,
                "t-1",
                1000,
                0b100,
                new long[4],
                new @Nullable String[] {"c", null, null, null},
                new @Nullable NumberVector[] {
                    null, NumberVector.ofFloats(0.5f, -1, 3), null, NumberVector.ofDoubles(1.5)
                });

        assertThat(HexFormat.of().formatHex(bytes(event)))
                .isEqualTo(("02 04 d804 01 0e 06742d31 d00f 0000000000000004 08 01 0263"
                                + " 02 06 01 3f000000 bf800000 40400000 02 02 00 3ff8000000000000")
                        .replace(" ", ""));
    }

    @Test
    void aSlotOfAnUnknownKindIsNoticed() {
        byte[] bytes = HexFormat.of().parseHex("0204d804010e06742d31d00f00000000000000000203");
        assertThatThrownBy(() -> codec.read(new DataInputStream(new ByteArrayInputStream(bytes)), 2))
                .isInstanceOf(IOException.class)
                .hasMessage("slot 0 of an event is of no known kind");
    }

    @Test
    void randomEventsComeBackToTheBit() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            Event event = random(random);
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(event)));
            assertSame(codec.read(in, codec.version()), event);
            assertThat(in.available()).isZero();
        }
    }

    @Test
    void corruptBytesAreNoticed() {
        byte[] longer = new byte[20];
        java.util.Arrays.fill(longer, (byte) -1);
        assertThatThrownBy(() -> codec.read(new DataInputStream(new ByteArrayInputStream(longer)), 1))
                .isInstanceOf(IOException.class)
                .hasMessage("a number has more than 10 bytes");
    }

    private static Event random(Random random) {
        int slots = random.nextInt(EventType.MAX_FIELDS + 1);
        long[] bits = new long[slots];
        @Nullable String[] strings = new @Nullable String[slots];
        @Nullable NumberVector[] vectors = new @Nullable NumberVector[slots];
        long nulls = 0;
        for (int slot = 0; slot < slots; slot++) {
            switch (random.nextInt(5)) {
                case 0 -> nulls |= 1L << slot;
                case 1 -> bits[slot] = random.nextLong();
                case 2 -> vectors[slot] = NumberVector.ofFloats(floats(random));
                case 3 ->
                    vectors[slot] = NumberVector.ofDoubles(
                            random.doubles(random.nextInt(20)).toArray());
                default -> strings[slot] = "ä\uD83D\uDE00 ".repeat(random.nextInt(100));
            }
        }
        return new Event(
                random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextLong() >> random.nextInt(64),
                random.nextInt(),
                "id".repeat(random.nextInt(10)),
                random.nextLong(),
                nulls,
                bits,
                strings,
                vectors);
    }

    private static float[] floats(Random random) {
        float[] floats = new float[random.nextInt(20)];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
        }
        return floats;
    }

    private static void assertSame(Event read, Event event) {
        assertThat(read.source()).isEqualTo(event.source());
        assertThat(read.partition()).isEqualTo(event.partition());
        assertThat(read.offset()).isEqualTo(event.offset());
        assertThat(read.timestamp()).isEqualTo(event.timestamp());
        assertThat(read.schemaId()).isEqualTo(event.schemaId());
        assertThat(read.id()).isEqualTo(event.id());
        assertThat(read.time()).isEqualTo(event.time());
        assertThat(read.nulls()).isEqualTo(event.nulls());
        assertThat(read.slots()).isEqualTo(event.slots());
        for (int slot = 0; slot < event.slots(); slot++) {
            assertThat(read.longAt(slot)).isEqualTo(event.longAt(slot));
            assertThat(read.stringAt(slot)).isEqualTo(event.stringAt(slot));
            assertThat(read.vectorAt(slot)).isEqualTo(event.vectorAt(slot));
        }
    }

    private byte[] bytes(Event event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(event, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
