package io.millrace.feature.state;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to write the rows of an entity: time, partition, offset and one column of each. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StateWriterBenchmark {
    private static final int ROWS = 64;

    private final StateWriter writer = new StateWriter();
    private final Rows rows = new Rows(1);

    @Setup
    public void fill() {
        for (int i = 0; i < ROWS; i++) {
            int row = rows.append(1_700_000_000_000L + i * 997L, i % 4, i);
            rows.set(row, 0, Double.doubleToRawLongBits(i / 4.0));
        }
    }

    @Benchmark
    public int write() {
        writer.clear();
        for (int row = 0; row < rows.size(); row++) {
            writer.writeLong(rows.time(row));
            writer.writeUnsigned(rows.partition(row));
            writer.writeUnsigned(rows.offset(row));
            writer.writeWord(rows.bits(row, 0));
        }
        return writer.length();
    }
}
