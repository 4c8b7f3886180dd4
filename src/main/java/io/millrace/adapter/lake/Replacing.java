package io.millrace.adapter.lake;

import java.util.Collection;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;

/** Commits files in place of others, which somebody else may have replaced meanwhile. */
final class Replacing {
    private Replacing() {}

    /**
     * Commits.
     *
     * @param made the files that nobody wants where it fails
     * @throws TableChangedException where the files to be replaced are no longer in the table, or others were faster again and again
     */
    static void commit(Table table, SnapshotUpdate<?> update, Collection<DataFile> made) throws TableChangedException {
        try {
            update.commit();
        } catch (ValidationException | CommitFailedException e) {
            made.forEach(file -> table.io().deleteFile(file.location()));
            throw new TableChangedException(table.name(), e);
        }
    }
}
