package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The hash of the events in one window, over all columns of a log.
 *
 * @param words how many the rows have
 */
record EventHashPart(int words) implements Part {
    @Override
    public int column() {
        return 0;
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "EVENTS of "
                + IntStream.range(0, words)
                        .mapToObj(columns)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new EventHash(words);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return EventHash.read(words, in);
    }
}
