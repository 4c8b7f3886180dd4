package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Exact sums of the terms behind each edge. */
final class ExactSums {
    private final BigDecimal[] prefixes;

    ExactSums(int edges) {
        prefixes = new BigDecimal[edges];
        Arrays.fill(prefixes, BigDecimal.ZERO);
    }

    void add(int edge, double term) {
        prefixes[edge] = prefixes[edge].add(new BigDecimal(term));
    }

    void subtract(int edge, double term) {
        prefixes[edge] = prefixes[edge].subtract(new BigDecimal(term));
    }

    /** The double nearest to the sum of the terms between edge 0 and a left edge. */
    double between(int left) {
        return prefixes[0].subtract(prefixes[left]).doubleValue();
    }

    /** The double nearest to the sum of the terms behind edge 0. */
    double total() {
        return prefixes[0].doubleValue();
    }

    void write(StateWriter out) {
        for (BigDecimal prefix : prefixes) {
            byte[] unscaled = prefix.unscaledValue().toByteArray();
            out.writeLong(prefix.scale());
            out.writeUnsigned(unscaled.length);
            out.writeBytes(unscaled, 0, unscaled.length);
        }
    }

    static ExactSums read(int edges, StateReader in) {
        ExactSums sums = new ExactSums(edges);
        for (int edge = 0; edge < edges; edge++) {
            int scale = Math.toIntExact(in.readLong());
            sums.prefixes[edge] = new BigDecimal(new BigInteger(in.readBytes(in.readCount())), scale);
        }
        return sums;
    }
}
