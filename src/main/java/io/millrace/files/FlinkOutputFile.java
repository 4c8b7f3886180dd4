package io.millrace.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** A file to write. */
final class FlinkOutputFile implements OutputFile {
    private final String location;
    private final Path path;

    FlinkOutputFile(String location) {
        this.location = location;
        this.path = new Path(location);
    }

    @Override
    public PositionOutputStream create() {
        if (toInputFile().exists()) {
            throw new AlreadyExistsException("%s is there already", location);
        }
        return create(WriteMode.NO_OVERWRITE);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        return create(WriteMode.OVERWRITE);
    }

    private PositionOutputStream create(WriteMode mode) {
        try {
            FileSystem files = path.getFileSystem();
            files.mkdirs(path.getParent());
            return new Stream(files.create(path, mode));
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + location, e);
        }
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public InputFile toInputFile() {
        return new FlinkInputFile(location);
    }

    /** Counts by itself: Iceberg asks for the position after the end too, when Flink's streams say nothing any more. */
    private static final class Stream extends PositionOutputStream {
        private final FSDataOutputStream out;
        private long position;

        Stream(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
            position += count;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
