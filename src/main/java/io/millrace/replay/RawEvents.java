package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Port: where the raw events of a pipeline are kept. */
public interface RawEvents {
    /**
     * Reads a source from its beginning to where it ends at the moment.
     *
     * @param to takes what became of each record, in any order
     */
    void read(Source source, Consumer<Arrival<Event>> to) throws IOException;

    /** What the job refused: what is named here by topic, partition and offset was in no window. */
    List<DeadLetter> refused() throws IOException;
}
