package io.millrace.trainingset;

import io.millrace.event.Event;
import io.millrace.feature.VectorAssembly;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.InOrder;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Computes vectors of entities at points in time, whether or not an event happened then. */
public final class EntityVectors {
    private final Pipeline pipeline;
    private final RawEvents raw;

    public EntityVectors(Pipeline pipeline, RawEvents raw) {
        this.pipeline = pipeline;
        this.raw = raw;
    }

    /**
     * Computes vectors with everything known today up to each point's time, that time included. A point itself counts in no window.
     *
     * @param points events of the scored source that did not happen: their fields say whose vector is wanted, their time as of when. What reads a field that is null is missing
     */
    public EntitySet at(List<Event> points) throws IOException {
        ReadInputs inputs = new ReadInputs(raw, null, pipeline.features().scored());
        AcceptedEvents events = AcceptedEvents.read(pipeline, inputs);
        VectorAssembly assembly = new VectorAssembly(pipeline.features());
        List<EntityRow> rows = new ArrayList<>();
        InOrder.ofKept(pipeline.features(), events)
                .look(
                        points.stream()
                                .sorted(Comparator.comparingLong(Event::time).thenComparingLong(Event::offset))
                                .toList(),
                        partial -> rows.add(new EntityRow(
                                partial.event().id(), partial.event().time(), assembly.vector(partial.row()))));
        return new EntitySet(pipeline, inputs.ranges(), rows);
    }
}
