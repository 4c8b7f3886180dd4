package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Lookahead;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Place;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.List;

/**
 * State of a {@link SessionPart}: the first row of the last session behind edge 0, the time of its last row, and a state that is told of its rows alone.
 *
 * <p>A row that comes more than a gap after the last one begins a session, with a state of its own. What lies before a session's first row stays untold, at edge 1 too. A row that is
 * put in between the first and the last leaves the session whole. One that comes shortly before the first may join earlier rows to it, and one that is taken out may part it: which rows
 * those are is not known here.
 */
final class Session extends PartState implements Lookahead {
    private final SessionPart part;
    private final List<Edge> edges;
    private PartState inside;
    private boolean begun;
    private final Place first = new Place();
    private long last;

    Session(SessionPart part, List<Edge> edges, PartState inside) {
        this.part = part;
        this.edges = edges;
        this.inside = inside;
    }

    static Session read(SessionPart part, List<Edge> edges, StateReader in) {
        boolean begun = in.readByte() == 1;
        long last = begun ? in.readLong() : 0;
        Place first = new Place();
        if (begun) {
            first.set(last - in.readUnsigned(), Math.toIntExact(in.readUnsigned()), in.readUnsigned());
        }
        Session session = new Session(part, edges, part.part().read(edges, in));
        session.begun = begun;
        session.last = last;
        session.first.set(first.time(), first.partition(), first.offset());
        return session;
    }

    @Override
    public void write(StateWriter out) {
        out.writeByte(begun ? 1 : 0);
        if (begun) {
            out.writeLong(last);
            out.writeUnsigned(last - first.time());
            out.writeUnsigned(first.partition());
            out.writeUnsigned(first.offset());
        }
        inside.write(out);
    }

    /** Whether the session goes on at a time that is not before its last row. */
    boolean goesOn(long time) {
        return begun && time - last <= part.gap();
    }

    /** What is kept of the session's rows. */
    PartState inside() {
        return inside;
    }

    private boolean holds(Rows rows, int row) {
        return begun && rows.compare(row, first.time(), first.partition(), first.offset()) >= 0;
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        if (!part.counts(rows, row)) {
            return;
        }
        if (edge == 0) {
            follow(rows, row);
            inside.pass(edge, rows, row);
        } else if (holds(rows, row)) {
            inside.pass(edge, rows, row);
        }
    }

    private void follow(Rows rows, int row) {
        if (!goesOn(rows.time(row))) {
            inside = begun ? part.part().create(edges) : inside;
            begun = true;
            first.set(rows.time(row), rows.partition(row), rows.offset(row));
        }
        last = rows.time(row);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        if (!part.counts(rows, row)) {
            return true;
        }
        if (edge > 0) {
            return !holds(rows, row) || inside.insert(edge, rows, row);
        }
        if (!begun || rows.time(row) > last) {
            return append(rows, row);
        }
        return holds(rows, row) ? inside.insert(edge, rows, row) : first.time() - rows.time(row) > part.gap();
    }

    private boolean append(Rows rows, int row) {
        follow(rows, row);
        return inside.insert(0, rows, row);
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        return !part.counts(rows, row) || !holds(rows, row);
    }

    /** Which rows are the session's follows from those that pass. */
    @Override
    public boolean isOfOffersAlone() {
        return false;
    }

    @Override
    public boolean needsRows() {
        return inside instanceof Lookahead lookahead && lookahead.needsRows();
    }

    @Override
    public void restart() {
        ((Lookahead) inside).restart();
    }

    @Override
    public boolean offer(Rows rows, int row) {
        return !part.counts(rows, row) || !holds(rows, row) || ((Lookahead) inside).offer(rows, row);
    }
}
