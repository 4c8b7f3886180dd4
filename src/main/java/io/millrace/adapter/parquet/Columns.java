package io.millrace.adapter.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** What all files have in common: types of columns, compression. */
final class Columns {
    static final LogicalTypeAnnotation TEXT = LogicalTypeAnnotation.stringType();

    /** UTC in milliseconds. */
    static final LogicalTypeAnnotation TIME = LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);

    private Columns() {}

    static void text(MessageTypeBuilder columns, String name) {
        columns.required(PrimitiveTypeName.BINARY).as(TEXT).named(name);
    }

    static void features(MessageTypeBuilder columns, List<String> features) {
        features.forEach(feature -> columns.required(PrimitiveTypeName.DOUBLE).named(feature));
    }

    static ParquetWriter<Group> writer(MessageType type, Path file) throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .build();
    }
}
