package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Any part, told of the rows of the current session alone.
 *
 * @param part what is kept of the session
 * @param by a second column that a row of the session must have, or -1
 * @param gap how long after one row the next one may come, in milliseconds
 * @param reach how far back a session reaches at most, in milliseconds; sessions of another reach don't share such a part
 */
record SessionPart(Part part, int by, long gap, long reach) implements Part {
    @Override
    public int column() {
        return part.column();
    }

    /** Whether a row counts, so that sessions are made of it. */
    boolean counts(Rows rows, int row) {
        return !rows.isMissing(row, column()) && (by < 0 || !rows.isMissing(row, by));
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "SESSION " + gap + (by < 0 ? "" : " with " + columns.apply(by)) + " of " + part.text(columns);
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new Session(this, edges, part.create(edges));
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return Session.read(this, edges, in);
    }
}
