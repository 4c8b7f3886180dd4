package io.millrace.job;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeInput;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Events of one source from the lake, and deletions: what the scoring job took in, as far as it is needed for a span. What the job refused is left out, as its dead letters in the lake say. */
final class LakeEvents extends ProcessFunction<RowData, Arrival<Event>> {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final int source;
    private final BackfillSpan span;
    private final Settings settings;

    private transient @Nullable RecordDecoder<Event> decoder;
    private transient Map<Integer, Set<Long>> refused;

    /** @param source the index of the source */
    LakeEvents(PipelineText text, int source, BackfillSpan span, Settings settings) {
        this.text = text;
        this.source = source;
        this.span = span;
        this.settings = settings;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        decoder = SourceDecoders.of(text, source, settings).open();
        refused = new HashMap<>();
        Pipeline pipeline = PipelineCompiler.compile(text);
        String topic = pipeline.sources().get(source).topic();
        try (Lake lake = Lake.open(pipeline.name(), settings)) {
            LakeTopic letters = LakeTopic.deadLetters(pipeline);
            Optional<LakeRecords> records = lake.toRead(letters.table());
            if (records.isPresent()) {
                read(
                        records.get(),
                        Outputs.readDeadLetters(letters.topic(), settings).open(),
                        topic);
            }
        }
    }

    private void read(LakeRecords records, RecordDecoder<DeadLetter> letters, String topic) throws IOException {
        records.read((partition, offset, timestamp, key, value) -> {
            Arrival<DeadLetter> read = letters.decode(partition, offset, timestamp, key, value);
            if (read.isDead()) {
                throw new IllegalStateException("the lake's dead letter of partition " + partition + ", offset "
                        + offset + " can't be read: " + read.deadLetter().detail());
            }
            DeadLetter letter = read.value();
            if (letter.topic().equals(topic) && letter.reason().keepsOutOfWindows()) {
                refused.computeIfAbsent(letter.partition(), number -> new HashSet<>())
                        .add(letter.offset());
            }
        });
    }

    @Override
    public void processElement(RowData row, Context context, Collector<Arrival<Event>> out) {
        RecordDecoder<Event> opened = decoder;
        if (opened == null) {
            throw new IllegalStateException("a function is opened before it is used");
        }
        LakeInput.give(row, (partition, offset, timestamp, key, value) -> {
            if (!refused.getOrDefault(partition, Set.of()).contains(offset)) {
                Arrival<Event> arrival = opened.decode(partition, offset, timestamp, key, value);
                if (arrival.isDeletion()
                        || (!arrival.isDead() && span.isNeeded(arrival.value().time()))) {
                    out.collect(arrival);
                }
            }
        });
    }
}
