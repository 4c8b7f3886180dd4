package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of rows and of sections, which savepoints hold: what is kept is read back, and is what is written today. */
class RowsGoldenTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final double NONE = Double.NaN;
    /** By column: one value; missing only; 0 to 4 decimal places; more; each with and without missing values. */
    private static final List<double[]> COLUMNS = List.of(
            new double[] {7.25, 7.25, 7.25, 7.25},
            new double[] {NONE, NONE, NONE, NONE},
            new double[] {0, -3, 1e12, NONE},
            new double[] {0.5, -3.1, 20, 7},
            new double[] {12.34, NONE, -0.01, 99.99},
            new double[] {1.001, -2.002, 3, NONE},
            new double[] {0.0001, -0.1234, 5, 6},
            new double[] {Math.PI, 1e300, -4.9e-324, NONE},
            new double[] {1L << 50, 1, 2, 3});

    private static Rows rows(boolean samePartition) {
        Rows rows = new Rows(COLUMNS.size());
        long[] times = {1_523_275_200_000L, 1_523_275_200_000L, 1_523_275_200_001L, 1_523_361_600_000L};
        long[] offsets = {500, 501, 3, 1L << 40};
        for (int row = 0; row < times.length; row++) {
            rows.append(times[row], samePartition ? 2 : row, offsets[row]);
            for (int column = 0; column < COLUMNS.size(); column++) {
                rows.set(row, column, Double.doubleToLongBits(COLUMNS.get(column)[row]));
            }
        }
        return rows;
    }

    @Test
    void bytesOfRows() {
        StateWriter out = new StateWriter();
        RowsForm.write(rows(true), 0, out);
        RowsForm.write(rows(false), 1, out);
        RowsForm.write(new Rows(COLUMNS.size()), 0, out);
        String fresh = HEX.formatHex(out.toBytes());

        String kept = KeptFile.text("state/v2/rows.hex", fresh);

        StateReader in = new StateReader();
        in.reset(HEX.parseHex(kept));
        assertEqual(read(in), rows(true), 0);
        assertEqual(read(in), rows(false), 1);
        assertThat(read(in).size()).isZero();
        assertThat(in.isAtEnd()).isTrue();
        assertThat(fresh).isEqualTo(kept);
    }

    private static Rows read(StateReader in) {
        Rows rows = new Rows(COLUMNS.size());
        RowsForm.read(in, rows);
        return rows;
    }

    private static void assertEqual(Rows found, Rows expected, int from) {
        assertThat(found.size()).isEqualTo(expected.size() - from);
        for (int row = 0; row < found.size(); row++) {
            int other = row + from;
            assertThat(found.compare(row, expected.time(other), expected.partition(other), expected.offset(other)))
                    .isZero();
            for (int column = 0; column < COLUMNS.size(); column++) {
                assertThat(found.bits(row, column)).isEqualTo(expected.bits(other, column));
            }
        }
    }

    @Test
    void lengthsOfSections() {
        assertThat(section(0)).isEqualTo("00");
        assertThat(section(2)).isEqualTo("020001");
        assertThat(section(127)).startsWith("7f000102").hasSize(2 * 128);
        assertThat(section(128)).startsWith("8001000102").hasSize(2 * 130);
        assertThat(section(16_383)).startsWith("ff7f000102").hasSize(2 * 16_385);
        assertThat(section(16_384)).startsWith("808001000102").hasSize(2 * 16_387);
    }

    private static String section(int length) {
        StateWriter out = new StateWriter();
        int section = out.beginSection();
        for (int i = 0; i < length; i++) {
            out.writeByte(i);
        }
        out.endSection(section);
        return HEX.formatHex(out.toBytes());
    }
}
