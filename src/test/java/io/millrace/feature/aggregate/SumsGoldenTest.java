package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of state, which savepoints hold. Where they must change, the parts' texts must change too. */
class SumsGoldenTest {
    private static final List<Edge> WINDOWS = List.of(Edge.WITH_EVENT, Edge.before(1000), Edge.before(5000));
    private static final List<Edge> LIFETIME = List.of(Edge.WITH_EVENT);

    @Test
    void bytesOfState() {
        assertThat(written(new CountPart(0), WINDOWS)).isEqualTo("0201");
        assertThat(written(new CountPart(0), LIFETIME)).isEqualTo("04");
        assertThat(written(new SumPart(0, 1), WINDOWS)).isEqualTo("095f0942400000000000000f07d7a3703d0ad708");
        assertThat(written(new SumPart(0, 1), LIFETIME)).isEqualTo("095f094250170a3d70a3d70f");
        assertThat(written(new SumPart(0, 4), LIFETIME))
                .isEqualTo("23ff0223ac55074b22e90e21690bb23c46711312bcbd2d478aae18011bcecceda10065f4c2d300");
        assertThat(written(new HistogramPart(0, List.of(0.0, 10.0)), WINDOWS)).isEqualTo("000001010001");
        assertThat(written(new DecayedPart(0, 300, false), WINDOWS))
                .isEqualTo("0194340aac330a8c90d4dc9b5000008301073f1f9d41d9cd2b");
        assertThat(written(new DecayedPart(0, 300, true), WINDOWS))
                .isEqualTo("01943407a83307f0b8f594fa9765078f5b4fa97f5916");
    }

    /** Five rows behind the right edge, three behind the second, one behind the last. */
    private static String written(Part part, List<Edge> edges) {
        double[] values = {7.25, -3.5, 12.34, Double.NaN, 1e6};
        Rows rows = new Rows(1);
        PartState state = part.create(edges);
        for (int i = 0; i < values.length; i++) {
            int row = rows.append(1_000_000 + 400L * i, 0, i);
            rows.set(row, 0, Double.doubleToLongBits(values[i]));
            for (int edge = 0; edge < edges.size() && i < 5 - 2 * edge; edge++) {
                state.pass(edge, rows, row);
            }
        }
        StateWriter out = new StateWriter();
        state.write(out);
        return HexFormat.of().formatHex(out.toBytes());
    }
}
