package io.millrace.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.fs.Path;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Iceberg's files on Flink's file systems: local directories, and what the cluster has plugins for (S3, GCS, Azure, HDFS). Iceberg makes it by its name, with the class loader of its own. */
public final class FlinkFileIO implements FileIO {
    private static final long serialVersionUID = 1;

    @Override
    public InputFile newInputFile(String path) {
        return new FlinkInputFile(path);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        return new FlinkOutputFile(path);
    }

    @Override
    public void deleteFile(String path) {
        Path file = new Path(path);
        try {
            file.getFileSystem().delete(file, false);
        } catch (FileNotFoundException e) {
            // what is gone needs no deleting
        } catch (IOException e) {
            throw new UncheckedIOException("can't delete " + path, e);
        }
    }
}
