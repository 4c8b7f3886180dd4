package io.millrace.adapter.kafka;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;

/** How far a source of Kafka had read, as its state in a savepoint says. */
public final class SourcePositions {
    private SourcePositions() {}

    /**
     * Reads splits as {@link org.apache.flink.connector.kafka.source.KafkaSource} writes them: for each partition the offset of the next record, 0 where none was read.
     *
     * @throws DefinitionException where they are of another topic
     */
    public static Map<Integer, Long> of(String topic, List<byte[]> splits) throws IOException {
        KafkaPartitionSplitSerializer serializer = new KafkaPartitionSplitSerializer();
        Map<Integer, Long> positions = new HashMap<>();
        for (byte[] bytes : splits) {
            KafkaPartitionSplit split = SimpleVersionedSerialization.readVersionAndDeSerialize(serializer, bytes);
            if (!split.getTopic().equals(topic)) {
                throw new DefinitionException(
                        "topic " + topic, "the savepoint's job read " + split.getTopic() + " in its place");
            }
            positions.put(split.getPartition(), Math.max(0, split.getStartingOffset()));
        }
        return positions;
    }
}
