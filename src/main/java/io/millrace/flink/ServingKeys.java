package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.model.control.Assignment;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.ModelSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Segments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an event decides which version serves it, and whether its decision is explored: functions of the event alone. */
final class ServingKeys {
    private final List<Integer> splitBy;
    private final @Nullable Segments segments;
    private final Assignment split;
    private final Assignment exploration;

    ServingKeys(Pipeline pipeline) {
        ModelSpec model = pipeline.model();
        EventType type = pipeline.scored().type();
        splitBy = model.splitBy().stream().map(type::slot).toList();
        segments = model.segments();
        split = new Assignment(pipeline.name() + " split");
        exploration = new Assignment(pipeline.name() + " explore");
    }

    String segment(Event event) {
        return segments == null ? Timeline.ALL : segments.of(event);
    }

    /** The place of the event's entity among those that challengers share, from 0 to below 1. */
    double position(Event event) {
        return split.position(event.keyAt(splitBy));
    }

    /** The place of the event among those whose decisions are explored, from 0 to below 1. */
    double exploration(Event event) {
        return exploration.position(event.id());
    }
}
