package io.millrace.adapter.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** Small files that are written as a whole or not at all. */
final class StoredFiles {
    private StoredFiles() {}

    static boolean exists(Path file) throws IOException {
        try {
            return file.getFileSystem().exists(file);
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    static byte[] read(Path file) throws IOException {
        try (InputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }

    static void write(Path file, byte[] bytes) throws IOException {
        FileSystem files = file.getFileSystem();
        files.mkdirs(file.getParent());
        Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try (OutputStream out = files.create(temporary, FileSystem.WriteMode.NO_OVERWRITE)) {
            out.write(bytes);
        }
        replace(files, temporary, file);
    }

    /** Some file systems don't rename onto an existing file: there, the file is away for a moment. */
    private static void replace(FileSystem files, Path temporary, Path file) throws IOException {
        if (files.rename(temporary, file)) {
            return;
        }
        files.delete(file, false);
        if (!files.rename(temporary, file)) {
            throw new IOException(file + " can't be written: renaming " + temporary.getName() + " to it failed");
        }
    }
}
