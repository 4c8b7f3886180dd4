package io.millrace.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A file to read. */
final class FlinkInputFile implements InputFile {
    private final String location;
    private final Path path;

    FlinkInputFile(String location) {
        this.location = location;
        this.path = new Path(location);
    }

    @Override
    public long getLength() {
        try {
            return path.getFileSystem().getFileStatus(path).getLen();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public SeekableInputStream newStream() {
        try {
            return new Stream(path.getFileSystem().open(path));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private RuntimeException unreadable(IOException why) {
        return why instanceof FileNotFoundException
                ? new NotFoundException(why, "there is no file %s", location)
                : new UncheckedIOException("can't read " + location, why);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public boolean exists() {
        try {
            return path.getFileSystem().exists(path);
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static final class Stream extends SeekableInputStream {
        private final FSDataInputStream in;

        Stream(FSDataInputStream in) {
            this.in = in;
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
            in.seek(position);
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            return in.read(into, from, most);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
