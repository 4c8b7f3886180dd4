package io.millrace.feature;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of {@link EntityState}, version 1: the number of logs, then each log as source, width, rows, forgotten offsets, and the rows column by
 * column: times and offsets as differences, partitions and values as one value where all rows have the same.
 */
public final class EntityStateCodec implements Codec<EntityState> {
    private static final int SAME = 0;
    private static final int EACH = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(EntityState state, DataOutput out) throws IOException {
        Binary.writeLong(state.logs().size(), out);
        for (EventLog log : state.logs()) {
            write(log, out);
        }
    }

    private static void write(EventLog log, DataOutput out) throws IOException {
        Binary.writeLong(log.source(), out);
        Binary.writeLong(log.width(), out);
        Binary.writeLong(log.size(), out);
        write(log.forgotten(), out);
        if (log.size() == 0) {
            return;
        }
        long time = 0;
        long offset = 0;
        for (int row = 0; row < log.size(); row++) {
            Binary.writeLong(log.time(row) - time, out);
            Binary.writeLong(log.offset(row) - offset, out);
            time = log.time(row);
            offset = log.offset(row);
        }
        writePartitions(log, out);
        for (int column = 0; column < log.width(); column++) {
            writeValues(log, column, out);
        }
    }

    private static void write(Offsets offsets, DataOutput out) throws IOException {
        Binary.writeLong(offsets.size(), out);
        for (int i = 0; i < offsets.size(); i++) {
            Binary.writeLong(offsets.partition(i), out);
            Binary.writeLong(offsets.offset(i), out);
        }
    }

    private static void writePartitions(EventLog log, DataOutput out) throws IOException {
        boolean same = true;
        for (int row = 1; row < log.size() && same; row++) {
            same = log.partition(row) == log.partition(0);
        }
        out.writeByte(same ? SAME : EACH);
        for (int row = 0; row < (same ? 1 : log.size()); row++) {
            Binary.writeLong(log.partition(row), out);
        }
    }

    private static void writeValues(EventLog log, int column, DataOutput out) throws IOException {
        long first = Double.doubleToRawLongBits(log.value(0, column));
        boolean same = true;
        for (int row = 1; row < log.size() && same; row++) {
            same = Double.doubleToRawLongBits(log.value(row, column)) == first;
        }
        out.writeByte(same ? SAME : EACH);
        for (int row = 0; row < (same ? 1 : log.size()); row++) {
            out.writeDouble(log.value(row, column));
        }
    }

    @Override
    public EntityState read(DataInput in, int version) throws IOException {
        int count = Binary.readInt(in);
        List<EventLog> logs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            logs.add(readLog(in));
        }
        return new EntityState(logs);
    }

    private static EventLog readLog(DataInput in) throws IOException {
        EventLog log = new EventLog(Binary.readInt(in), Binary.readInt(in));
        int size = Binary.readInt(in);
        int partitions = Binary.readInt(in);
        for (int i = 0; i < partitions; i++) {
            log.forgotten().raise(Binary.readInt(in), Binary.readLong(in));
        }
        if (size == 0) {
            return log;
        }
        long[] times = new long[size];
        long[] offsets = new long[size];
        long time = 0;
        long offset = 0;
        for (int row = 0; row < size; row++) {
            times[row] = time += Binary.readLong(in);
            offsets[row] = offset += Binary.readLong(in);
        }
        log.ensure(size);
        boolean same = in.readByte() == SAME;
        int partition = 0;
        for (int row = 0; row < size; row++) {
            partition = row == 0 || !same ? Binary.readInt(in) : partition;
            log.append(times[row], partition, offsets[row]);
        }
        for (int column = 0; column < log.width(); column++) {
            readValues(log, column, in);
        }
        return log;
    }

    private static void readValues(EventLog log, int column, DataInput in) throws IOException {
        boolean same = in.readByte() == SAME;
        double value = 0;
        for (int row = 0; row < log.size(); row++) {
            value = row == 0 || !same ? in.readDouble() : value;
            log.set(row, column, value);
        }
    }
}
