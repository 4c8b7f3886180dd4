package io.millrace.cli;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Records in the lake. */
final class LakeStore implements Records {
    private final Lake lake;

    private LakeStore(Lake lake) {
        this.lake = lake;
    }

    static LakeStore open(Pipeline pipeline, Settings settings) {
        return new LakeStore(Lake.open(pipeline.name(), settings));
    }

    @Override
    public <T> void visit(LakeTopic topic, Opener<RecordDecoder<T>> decoder, Consumer<Arrival<T>> to)
            throws IOException {
        Optional<LakeRecords> records = lake.toRead(topic.table());
        if (records.isPresent()) {
            RecordDecoder<T> opened = decoder.open();
            records.get()
                    .read((partition, offset, timestamp, key, value) ->
                            to.accept(opened.decode(partition, offset, timestamp, key, value)));
        }
    }

    @Override
    public String place(LakeTopic topic) {
        return lake.place() + ", table " + topic.table();
    }

    @Override
    public void close() throws IOException {
        lake.close();
    }
}
