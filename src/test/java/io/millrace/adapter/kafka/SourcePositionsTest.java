package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SourcePositionsTest {
    private static byte[] split(String topic, int partition, long offset) throws IOException {
        return SimpleVersionedSerialization.writeVersionAndSerialize(
                new KafkaPartitionSplitSerializer(),
                new KafkaPartitionSplit(new TopicPartition(topic, partition), offset));
    }

    @Test
    void aPositionIsTheOffsetOfTheNextRecord() throws IOException {
        List<byte[]> splits =
                List.of(split("payments", 0, 7), split("payments", 1, KafkaPartitionSplit.EARLIEST_OFFSET));

        assertThat(SourcePositions.of("payments", splits)).isEqualTo(Map.of(0, 7L, 1, 0L));
    }

    @Test
    void positionsInAnotherTopicAreRefused() throws IOException {
        List<byte[]> splits = List.of(split("old-payments", 0, 7));

        assertThatThrownBy(() -> SourcePositions.of("payments", splits))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("topic payments: the savepoint's job read old-payments in its place");
    }
}
