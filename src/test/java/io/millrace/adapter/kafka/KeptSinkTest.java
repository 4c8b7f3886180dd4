package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.internal.CheckpointTransaction;
import org.apache.flink.connector.kafka.sink.internal.TransactionOwnership;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What a sink of before {@link TransactionalSink} has in savepoints, which was the connector's own, is found and read: transactions that are to be committed, and those that a writer has in its pool. */
class KeptSinkTest {
    private static final String KEPT = "savepoints/sink-v1/";
    private static final String PREFIX = "test.card-fraud-predictions";

    private static TransactionalSink<String> sink() {
        Settings settings = Settings.of(Map.of(
                "kafka.bootstrap.servers",
                "broker:9092",
                "registry.url",
                "http://registry",
                "models.store",
                "/models",
                "transactional.id.prefix",
                "test"));
        return (TransactionalSink<String>) KafkaSinks.<String>exactlyOnce(
                "out",
                "card-fraud-predictions",
                () -> {
                    throw new IllegalStateException("nothing is written");
                },
                settings);
    }

    private static byte[] kept(String name) throws IOException {
        return Files.readAllBytes(KeptFile.path(KEPT + name));
    }

    @Test
    void theTransactionsOfAWriterAreKnown() throws IOException {
        KafkaWriterState state = SimpleVersionedSerialization.readVersionAndDeSerialize(
                sink().getWriterStateSerializer(), kept("writer"));

        assertThat(state)
                .isEqualTo(new KafkaWriterState(
                        PREFIX,
                        1,
                        2,
                        TransactionOwnership.EXPLICIT_BY_WRITER_STATE,
                        List.of(
                                new CheckpointTransaction(PREFIX + "-3", 41),
                                new CheckpointTransaction(PREFIX + "-5", 42))));
    }

    @Test
    void whatIsToBeCommittedIsKnown() throws IOException {
        KafkaCommittable transaction = SimpleVersionedSerialization.readVersionAndDeSerialize(
                sink().getCommittableSerializer(), kept("committable"));

        assertThat(transaction.getTransactionalId()).isEqualTo(PREFIX + "-5");
        assertThat(transaction.getProducerId()).isEqualTo(7_001);
        assertThat(transaction.getEpoch()).isEqualTo((short) 3);
    }

    /** State is found by the ids of operators: those of the writer and of the committer. */
    @Test
    void theStateOfAnEarlierSinkIsThatOfThisOne() throws IOException {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
        environment.fromData("a").uid("read").sinkTo(sink()).uid("write-predictions");

        assertThat(StreamSupport.stream(
                                environment
                                        .getStreamGraph()
                                        .getJobGraph()
                                        .getVertices()
                                        .spliterator(),
                                false)
                        .flatMap(vertex -> vertex.getOperatorIDs().stream())
                        .map(id -> id.getGeneratedOperatorID().toString()))
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(KeptFile.path(KEPT + "operators.txt")))
                .hasSize(3);
    }
}
