package io.millrace.flink;

import io.millrace.feature.PartialVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Lets go on events whose id no retraction names. They come sorted by id, as Flink's batch mode sorts what is keyed by it; one for each source. */
public final class LeaveOutDeleted extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private transient @Nullable String id;
    private transient List<PartialVector> events;
    private transient boolean deleted;
    private transient StreamRecord<PartialVector> record;

    @Override
    public void open() throws Exception {
        super.open();
        events = new ArrayList<>();
        record = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) {
        PartialVector partial = element.getValue();
        if (!partial.event().id().equals(id)) {
            finishId();
            id = partial.event().id();
        }
        if (partial.isRetraction()) {
            deleted = true;
        } else {
            events.add(partial);
        }
    }

    private void finishId() {
        if (!deleted) {
            events.forEach(partial ->
                    output.collect(record.replace(partial, partial.event().time())));
        }
        events.clear();
        deleted = false;
    }

    @Override
    public void endInput() {
        finishId();
    }
}
