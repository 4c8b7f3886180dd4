package io.millrace.adapter.kafka;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.LineageVertexProvider;
import org.apache.kafka.clients.admin.Admin;

/**
 * Flink's exactly-once sink for Kafka, whose writers leave no admin client behind. Such a client has a thread and a connection, and its thread keeps all classes of the job.
 *
 * <p>A writer's client is closed as soon as the writer has started ({@link AdminOfWriter}). One of a writer that can't start is out of reach; so the topic is looked for before, by a client of our own, and where Kafka doesn't answer, the connector is not asked for a writer.
 *
 * <p>All else is the connector's, its state and what it commits too.
 */
final class TransactionalSink<T>
        implements TwoPhaseCommittingStatefulSink<T, KafkaWriterState, KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable>,
                LineageVertexProvider {
    private static final long serialVersionUID = 1;

    private final KafkaSink<T> sink;
    private final String topic;
    private final Properties client;

    /**
     * @param topic what the sink writes to
     * @param client properties of the sink's producers, which may describe the topic
     */
    TransactionalSink(KafkaSink<T> sink, String topic, Properties client) {
        this.sink = sink;
        this.topic = topic;
        this.client = client;
    }

    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> createWriter(
            WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    /** @throws IOException when Kafka does not know the topic, or does not answer */
    @Override
    public PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        Field admin = AdminOfWriter.field();
        findTopic();
        PrecommittingStatefulSinkWriter<T, KafkaWriterState, KafkaCommittable> writer =
                sink.restoreWriter(context, state);
        AdminOfWriter.close(admin, writer);
        return writer;
    }

    private void findTopic() throws IOException {
        try (Admin admin = Admin.create(client)) {
            var unused = admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "topic " + topic + " can't be written to: Kafka at " + client.getProperty("bootstrap.servers")
                            + " does not describe it: " + e.getCause(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Kafka was asked for topic " + topic, e);
        }
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
        return sink.createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committables) {
        sink.addPostCommitTopology(committables);
    }

    @Override
    public LineageVertex getLineageVertex() {
        return sink.getLineageVertex();
    }
}
