package io.millrace.adapter.parquet;

import io.millrace.trainingset.EntityRow;
import io.millrace.trainingset.EntitySet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** Vectors of entities as one Parquet file: {@code id}, {@code time}, and a double for each feature by its name, NaN for missing. */
public final class EntityFile {
    private EntityFile() {}

    /**
     * Writes vectors.
     *
     * @param file is not there yet
     * @throws java.nio.file.FileAlreadyExistsException where it is
     */
    public static void write(EntitySet set, Path file) throws IOException {
        List<String> features = set.pipeline().inputs();
        MessageTypeBuilder columns = Types.buildMessage();
        Columns.text(columns, "id");
        columns.required(PrimitiveTypeName.INT64).as(Columns.TIME).named("time");
        Columns.features(columns, features);
        MessageType type = columns.named("entities");
        try (ParquetWriter<Group> writer = Columns.writer(type, file)) {
            for (EntityRow row : set.rows()) {
                Group group = new SimpleGroup(type).append("id", row.id()).append("time", row.time());
                for (int i = 0; i < features.size(); i++) {
                    group.append(features.get(i), row.vector()[i]);
                }
                writer.write(group);
            }
        }
    }
}
