package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session follows by itself, and what it must be made anew for. */
class SessionTest {
    private static final List<Edge> EDGES = List.of(Edge.WITH_EVENT, Edge.before(1000));
    private static final SessionPart PART = new SessionPart(new CountPart(0), -1, 30, 1000);

    private final Session session = (Session) PART.create(EDGES);

    private static Rows row(long time, int partition) {
        return LogRow.of(time, partition, 5, 1).alone();
    }

    private void pass(long... times) {
        for (long time : times) {
            session.pass(0, row(time, 1), 0);
        }
    }

    private long count() {
        return ((CountState) session.inside()).count(1);
    }

    @Test
    void goesOnForAGapAfterItsLastRow() {
        assertThat(session.goesOn(0)).isFalse();
        pass(100, 130, 160);
        assertThat(count()).isEqualTo(3);
        assertThat(session.goesOn(190)).isTrue();
        assertThat(session.goesOn(191)).isFalse();
        pass(191);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void rowsBeforeItsFirstOneAreNotTold() {
        pass(100, 130, 200, 210);
        session.pass(1, row(100, 1), 0);
        session.pass(1, row(130, 1), 0);
        assertThat(count()).isEqualTo(2);
        session.pass(1, row(200, 1), 0);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void followsRowsThatCanNotJoinOrPartIt() {
        pass(100, 200, 230);
        assertThat(session.insert(0, row(215, 1), 0)).as("between its rows").isTrue();
        assertThat(session.insert(0, row(230, 0), 0)).as("with its last row").isTrue();
        assertThat(session.insert(0, row(169, 1), 0)).as("too far before it").isTrue();
        assertThat(session.remove(0, row(100, 1), 0)).as("of another session").isTrue();
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void isMadeAnewForRowsThatMay() {
        pass(100, 200, 230);
        assertThat(session.insert(0, row(170, 1), 0)).as("a gap before it").isFalse();
        assertThat(session.insert(0, row(200, 0), 0)).as("with its first row").isFalse();
        assertThat(session.remove(0, row(200, 1), 0)).as("its first row").isFalse();
        assertThat(session.remove(0, row(230, 1), 0)).as("its last row").isFalse();
    }

    @Test
    void missingRowsAreNotOfIt() {
        pass(100);
        Rows missing = LogRow.missing(120, 1, 5).alone();
        session.pass(0, missing, 0);
        assertThat(session.insert(0, missing, 0)).isTrue();
        assertThat(session.remove(0, missing, 0)).isTrue();
        assertThat(session.goesOn(131)).isFalse();
    }

    @Test
    void bytesOfState() {
        assertThat(hex(session)).isEqualTo("0000");
        pass(1_000_000, 1_000_030, 1_000_060);
        session.pass(1, row(1_000_000, 1), 0);
        assertThat(hex(session)).isEqualTo("01f8897a3c010502");
        StateReader in = new StateReader();
        in.reset(HexFormat.of().parseHex(hex(session)));
        Session copy = (Session) PART.read(EDGES, in);
        assertThat(in.isAtEnd()).isTrue();
        assertThat(hex(copy)).isEqualTo(hex(session));
        assertThat(copy.insert(0, row(1_000_000, 0), 0)).isFalse();
    }

    private static String hex(Session state) {
        StateWriter out = new StateWriter();
        state.write(out);
        return HexFormat.of().formatHex(out.toBytes());
    }

    @Test
    void takesNoRowOfAnotherSessionAgain() {
        Session ofFirst = (Session) new SessionPart(new FirstPart(0, 1, 1000), -1, 30, 1000).create(EDGES);
        ofFirst.pass(0, row(100, 1), 0);
        ofFirst.pass(0, row(200, 1), 0);
        assertThat(ofFirst.needsRows()).isFalse();
        ofFirst.restart();
        assertThat(ofFirst.offer(row(100, 1), 0)).as("wants the next one").isTrue();
        assertThat(ofFirst.offer(row(200, 1), 0)).isTrue();
        assertThat(((First) ofFirst.inside()).firstTime()).isEqualTo(200);
    }

    @Test
    void isAddressedByItsGapAndWhatItCounts() {
        assertThat(PART.text(column -> "c" + column)).isEqualTo("SESSION 30 of count of c0");
        assertThat(new SessionPart(new CountPart(0), 1, 30, 1000).text(column -> "c" + column))
                .isEqualTo("SESSION 30 with c1 of count of c0");
    }

    @Test
    void needsALeftEdge() {
        Target target = new Target(new PartsBuilder(), 0, -1, Edge.WITH_EVENT, null, Long.MAX_VALUE, 0, 0, 0);
        assertThatThrownBy(() -> Aggregates.planSession(Plain.COUNT, target, 30))
                .hasMessage("a session has a left edge, as far back as it may reach");
    }
}
