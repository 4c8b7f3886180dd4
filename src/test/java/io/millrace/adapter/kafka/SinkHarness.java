package io.millrace.adapter.kafka;

import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The writer and the committer of a sink, one subtask of each, as Flink runs them from a start to a failure. */
final class SinkHarness implements AutoCloseable {
    /** What a checkpoint or a savepoint holds of them. */
    record States(long checkpoint, OperatorSubtaskState writer, OperatorSubtaskState committer) {}

    private final OneInputStreamOperatorTestHarness<String, CommittableMessage<KafkaCommittable>> writer;
    private final OneInputStreamOperatorTestHarness<
                    CommittableMessage<KafkaCommittable>, CommittableMessage<KafkaCommittable>>
            committer;

    /** @param states to go on from; null for a start without state */
    SinkHarness(TwoPhaseCommittingStatefulSink<String, ?, KafkaCommittable> sink, States states) throws Exception {
        writer = new OneInputStreamOperatorTestHarness<>(new SinkWriterOperatorFactory<>(sink));
        committer = new OneInputStreamOperatorTestHarness<>(
                new CommitterOperatorFactory<>((SupportsCommitter<KafkaCommittable>) sink, false, true));
        open(writer, sink, states == null ? null : states.writer, states == null ? 0 : states.checkpoint);
        open(committer, sink, states == null ? null : states.committer, states == null ? 0 : states.checkpoint);
    }

    private static void open(
            OneInputStreamOperatorTestHarness<?, CommittableMessage<KafkaCommittable>> harness,
            SupportsCommitter<KafkaCommittable> sink,
            OperatorSubtaskState state,
            long checkpoint)
            throws Exception {
        harness.setup(CommittableMessageTypeInfo.of(sink::getCommittableSerializer)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (state != null) {
            harness.setRestoredCheckpointId(checkpoint);
            harness.initializeState(state);
        }
        harness.open();
    }

    void write(String... values) throws Exception {
        for (String value : values) {
            writer.processElement(new StreamRecord<>(value));
        }
    }

    /** Takes a checkpoint of which nobody hears that it is complete: what was written is to be committed. */
    States checkpoint(long id) throws Exception {
        writer.prepareSnapshotPreBarrier(id);
        OperatorSubtaskState written = writer.snapshot(id, id);
        for (CommittableMessage<KafkaCommittable> message : writer.extractOutputValues()) {
            committer.processElement(new StreamRecord<>(message));
        }
        writer.getOutput().clear();
        return new States(id, written, committer.snapshot(id, id));
    }

    void complete(long id) throws Exception {
        writer.notifyOfCompletedCheckpoint(id);
        committer.notifyOfCompletedCheckpoint(id);
    }

    @Override
    public void close() throws Exception {
        writer.close();
        committer.close();
    }
}
