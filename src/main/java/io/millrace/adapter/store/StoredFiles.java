package io.millrace.adapter.store;

import io.millrace.config.DefinitionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/** Small files that are written as a whole or not at all; only where a file system neither replaces a file by renaming nor writes objects, as HDFS, a file that is replaced is incomplete for a moment. */
final class StoredFiles {
    private StoredFiles() {}

    static boolean exists(Path file) throws IOException {
        try {
            return of(file).exists(file);
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    static byte[] read(Path file) throws IOException {
        try (InputStream in = of(file).open(file)) {
            return in.readAllBytes();
        }
    }

    static void write(Path file, byte[] bytes) throws IOException {
        FileSystem files = of(file);
        files.mkdirs(file.getParent());
        Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try (OutputStream out = files.create(temporary, FileSystem.WriteMode.NO_OVERWRITE)) {
            out.write(bytes);
        }
        if (!renamed(files, temporary, file)) {
            files.delete(temporary, false);
            try (OutputStream out = files.create(file, FileSystem.WriteMode.OVERWRITE)) {
                out.write(bytes);
            }
        }
    }

    /** Some file systems don't rename onto an existing file, and say so in one way or the other. Those of objects replace one as a whole when it is written. */
    private static boolean renamed(FileSystem files, Path from, Path to) throws IOException {
        try {
            return files.rename(from, to);
        } catch (IOException e) {
            if (files.exists(to)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * The file system of a file.
     *
     * @throws DefinitionException when this process has none for it
     */
    static FileSystem of(Path file) throws IOException {
        try {
            return file.getFileSystem();
        } catch (UnsupportedFileSystemSchemeException e) {
            throw new DefinitionException(
                    file.toString(),
                    "there is no file system for " + file.toUri().getScheme()
                            + " in this process; put Flink's plugin for it into a folder of its own under plugins/, and for"
                            + " scripts/millrace name that directory in FLINK_PLUGINS_DIR: "
                            + e.getMessage());
        }
    }
}
