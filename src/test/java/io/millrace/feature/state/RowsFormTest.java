package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowsFormTest {
    private static Rows throughBytes(double... values) {
        Rows rows = new Rows(1);
        for (int i = 0; i < values.length; i++) {
            rows.append(i, 0, i);
            rows.set(i, 0, Double.doubleToRawLongBits(values[i]));
        }
        StateWriter out = new StateWriter();
        RowsForm.write(rows, 0, out);
        StateReader in = new StateReader();
        in.reset(out.toBytes());
        Rows read = new Rows(1);
        RowsForm.read(in, read);
        assertThat(in.isAtEnd()).isTrue();
        return read;
    }

    private static void comesBack(double... values) {
        Rows read = throughBytes(values);
        for (int i = 0; i < values.length; i++) {
            assertThat(read.number(i, 0)).as("value %d", i).isEqualTo(values[i]);
        }
    }

    @Test
    void aLargeWholeNumberKeepsItsBitsBesideOneWithDecimalPlaces() {
        comesBack(1_125_899_906_842_623.0, 0.0001);
        comesBack(987_654_321_012_345.0, -0.125, 3);
        comesBack(-1_125_899_906_842_623.0, 2.5);
    }

    @Property(tries = 2_000)
    void numbersOfAnySizeComeBackToTheBit(@ForAll long seed) {
        Random random = new Random(seed);
        double[] values = new double[2 + random.nextInt(6)];
        for (int i = 0; i < values.length; i++) {
            long whole = random.nextLong() >> random.nextInt(63);
            values[i] = whole / Math.pow(10, random.nextInt(6));
        }
        Rows read = throughBytes(values);
        for (int i = 0; i < values.length; i++) {
            assertThat(read.bits(i, 0))
                    .as("value %d, seed %d", i, seed)
                    .isEqualTo(Double.doubleToRawLongBits(values[i]));
        }
    }
}
