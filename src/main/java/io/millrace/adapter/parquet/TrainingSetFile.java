package io.millrace.adapter.parquet;

import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.trainingset.Label;
import io.millrace.trainingset.TrainingSet;
import io.millrace.trainingset.TrainingSetRow;
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

/**
 * A training set as one Parquet file, compressed with Zstandard: a row for each prediction. The same training set gives the same bytes.
 *
 * <p>Columns: {@code prediction_id}, {@code event_id}, {@code event_time}; a double for each feature by its name, with the bits that the model was or would have been given, NaN for missing; {@code label}, {@code outcome}, {@code outcome_time},
 * null where nothing is known yet; {@code mature}; {@code score}, {@code decision}, {@code propensity}, {@code slot}, {@code model_digest}. Times are UTC in milliseconds.
 */
public final class TrainingSetFile {
    private final List<String> features;
    private final MessageType type;

    private TrainingSetFile(Pipeline pipeline) {
        this.features = pipeline.inputs();
        MessageTypeBuilder columns = Types.buildMessage();
        Columns.text(columns, "prediction_id");
        Columns.text(columns, "event_id");
        columns.required(PrimitiveTypeName.INT64).as(Columns.TIME).named("event_time");
        Columns.features(columns, features);
        columns.optional(PrimitiveTypeName.DOUBLE).named("label");
        columns.optional(PrimitiveTypeName.BINARY).as(Columns.TEXT).named("outcome");
        columns.optional(PrimitiveTypeName.INT64).as(Columns.TIME).named("outcome_time");
        columns.required(PrimitiveTypeName.BOOLEAN).named("mature");
        columns.required(PrimitiveTypeName.FLOAT).named("score");
        columns.required(PrimitiveTypeName.BOOLEAN).named("decision");
        columns.required(PrimitiveTypeName.DOUBLE).named("propensity");
        Columns.text(columns, "slot");
        Columns.text(columns, "model_digest");
        this.type = columns.named("training_set");
    }

    /**
     * Writes a training set.
     *
     * @param file is not there yet
     * @throws java.nio.file.FileAlreadyExistsException where it is
     */
    public static void write(TrainingSet set, Path file) throws IOException {
        TrainingSetFile columns = new TrainingSetFile(set.pipeline());
        try (ParquetWriter<Group> writer = Columns.writer(columns.type, file)) {
            for (TrainingSetRow row : set.rows()) {
                writer.write(columns.group(row));
            }
        }
    }

    private Group group(TrainingSetRow row) {
        Prediction prediction = row.prediction();
        Group group = new SimpleGroup(type)
                .append("prediction_id", prediction.id())
                .append("event_id", prediction.eventId())
                .append("event_time", prediction.eventTime());
        for (int i = 0; i < features.size(); i++) {
            group.append(features.get(i), row.vector()[i]);
        }
        Label label = row.label();
        Outcome outcome = label.outcome();
        if (outcome != null) {
            group.append("label", label.value())
                    .append("outcome", outcome.name())
                    .append("outcome_time", label.time());
        }
        return group.append("mature", label.isMature())
                .append("score", prediction.score())
                .append("decision", prediction.decision())
                .append("propensity", prediction.propensity())
                .append("slot", prediction.slot().name())
                .append("model_digest", prediction.modelDigest());
    }
}
