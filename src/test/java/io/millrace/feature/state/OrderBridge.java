package io.millrace.feature.state;

import java.util.List;

/** One of the parts that a {@link PartsBuilder} has placed, for tests of other packages. */
public final class OrderBridge {
    private final PlacedPart placed;

    private OrderBridge(PlacedPart placed) {
        this.placed = placed;
    }

    public static List<OrderBridge> build(PartsBuilder parts) {
        return parts.build(column -> "column " + column).stream()
                .map(OrderBridge::new)
                .toList();
    }

    public List<Edge> edges() {
        return placed.edges();
    }

    public boolean isLifetime() {
        return placed.isLifetime();
    }

    public String text() {
        return placed.text();
    }

    public PartState create() {
        return placed.create();
    }

    public PartState read(StateReader in) {
        return placed.read(in);
    }
}
