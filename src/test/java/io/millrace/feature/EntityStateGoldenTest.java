package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pins the bytes of state: a release must read those of the releases before it. */
class EntityStateGoldenTest {
    /** Two logs; the first has three rows of two partitions with a constant and a varying column, and has forgotten one event; the second is empty. */
    private static final String VERSION_1 = "04" // two logs
            + "00" + "04" + "06" // source 0, 2 columns, 3 rows
            + "02" + "02" + "0a" // forgotten: partition 1 up to offset 5
            + "d00f" + "0c" // time 1000, offset 6
            + "14" + "00" // time +10, offset +0
            + "00" + "02" // time +0, offset +1
            + "01" + "00" + "02" + "02" // partitions 0, 1, 1
            + "00" + "3ff0000000000000" // 1.0 in every row
            + "01" + "3fe0000000000000" + "7ff8000000000000" + "8000000000000000" // 0.5, missing, -0.0
            + "02" + "02" + "00" + "00"; // source 1, 1 column, no rows, nothing forgotten

    private static EntityState state() {
        EventLog log = new EventLog(0, 2);
        log.forgotten().raise(1, 5);
        double[] values = {0.5, Double.NaN, -0.0};
        long[][] places = {{1000, 0, 6}, {1010, 1, 6}, {1010, 1, 7}};
        for (int i = 0; i < values.length; i++) {
            int row = log.insert(places[i][0], (int) places[i][1], places[i][2]);
            log.set(row, 0, 1);
            log.set(row, 1, values[i]);
        }
        return new EntityState(List.of(log, new EventLog(1, 1)));
    }

    @Test
    void writesTheBytesOfVersion1() throws IOException {
        EntityStateCodec codec = new EntityStateCodec();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        codec.write(state(), new DataOutputStream(bytes));

        assertThat(codec.version()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(VERSION_1);
    }

    @Test
    void readsTheBytesOfVersion1() throws IOException {
        DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(VERSION_1)));

        EntityState read = new EntityStateCodec().read(in, 1);

        assertThat(in.available()).isZero();
        EventLog log = read.log(0);
        assertThat(log.size()).isEqualTo(3);
        assertThat(log.time(2)).isEqualTo(1010);
        assertThat(log.partition(2)).isEqualTo(1);
        assertThat(log.offset(2)).isEqualTo(7);
        assertThat(log.value(1, 0)).isEqualTo(1);
        assertThat(log.value(1, 1)).isNaN();
        assertThat(Double.doubleToRawLongBits(log.value(2, 1))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(log.forgotten().partition(0)).isEqualTo(1);
        assertThat(log.forgotten().offset(0)).isEqualTo(5);
        assertThat(read.log(1).size()).isZero();
    }
}
