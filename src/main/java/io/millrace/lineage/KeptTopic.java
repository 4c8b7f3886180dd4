package io.millrace.lineage;

import io.millrace.pipeline.LakeTopic;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A topic and the table of the lake that keeps it.
 *
 * @param schema of the topic's values
 * @param table what the table is called
 * @param columns of the table, those of the record's place included
 * @param version the table's snapshot when the job began; empty where it has none
 */
public record KeptTopic(LakeTopic topic, Schema schema, DatasetName table, List<Column> columns, String version) {
    public KeptTopic {
        columns = List.copyOf(columns);
    }
}
