package io.millrace.feature.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes copies of a log's parts back to an earlier place, by the rows that lie between that place and where the log stands. Used once. */
final class Rewind {
    private final Log log;
    private final LogLayout layout;
    private final Place to;
    private final @Nullable Reversible[] copies;
    private final boolean[] wants;

    Rewind(Log log, Place to) {
        this.log = log;
        this.layout = log.layout();
        this.to = to;
        this.copies = new @Nullable Reversible[log.parts().length];
        this.wants = new boolean[copies.length];
        Arrays.fill(wants, true);
    }

    /** For each part its state as of the earlier place; null where it is to be made anew. */
    @Nullable
    PartState[] parts() {
        for (int part = 0; part < copies.length; part++) {
            PlacedPart placed = layout.parts().get(part);
            boolean canFollow = placed.isLifetime() || !(log.parts()[part] instanceof Lookahead);
            if (canFollow && log.parts()[part] instanceof Reversible state) {
                copies[part] = (Reversible) placed.copy(state);
            }
        }
        for (int edge = 0; edge < layout.edgeCount(); edge++) {
            takeBack(edge);
        }
        return copies;
    }

    private void takeBack(int edge) {
        Edge at = layout.edge(edge);
        int[] told = layout.partsAt(edge);
        int[] asTheir = layout.edgesOfParts(edge);
        log.cursor(edge)
                .visitBack(
                        log.rows(),
                        (rows, row) -> to.isBehind(at, rows, row)
                                ? stays(told, asTheir, rows, row)
                                : takeBack(told, asTheir, rows, row));
        dropWhatIsShort(told, asTheir);
    }

    private boolean takeBack(int[] told, int[] asTheir, Rows rows, int row) {
        for (int i = 0; i < told.length; i++) {
            Reversible copy = copies[told[i]];
            if (copy != null && !copy.takeBack(asTheir[i], rows, row)) {
                copies[told[i]] = null;
            }
        }
        return true;
    }

    private boolean stays(int[] told, int[] asTheir, Rows rows, int row) {
        boolean isWanted = false;
        for (int i = 0; i < told.length; i++) {
            int part = told[i];
            Reversible copy = copies[part];
            if (copy != null && asTheir[i] == 0 && wants[part]) {
                wants[part] = copy.stays(rows, row, lay(layout.lastEdge(part), rows, row));
                isWanted |= wants[part];
            }
        }
        return isWanted;
    }

    /** Whether a row lies behind an edge where the log stands. */
    private boolean lay(int edge, Rows rows, int row) {
        return edge != LogLayout.NO_EDGE && log.cursor(edge).hasPassed(log.rows(), rows, row);
    }

    /** The rows ran out: of a lifetime part what is forgotten may count. */
    private void dropWhatIsShort(int[] told, int[] asTheir) {
        for (int i = 0; i < told.length; i++) {
            if (asTheir[i] == 0 && wants[told[i]] && layout.parts().get(told[i]).isLifetime()) {
                copies[told[i]] = null;
            }
        }
    }
}
