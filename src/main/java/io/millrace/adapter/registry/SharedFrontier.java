package io.millrace.adapter.registry;

import io.millrace.model.Seen;
import java.util.AbstractList;
import java.util.RandomAccess;

/** A frontier of a prediction as millions of them are kept in memory: what its entries name is shared with other predictions, their offsets lie together. */
final class SharedFrontier extends AbstractList<Seen> implements RandomAccess {
    private final Part[] parts;
    private final long[] offsets;

    /** What an entry is of. */
    record Part(String featureSet, String topic, int partition) {}

    /** @param offsets one for each part */
    SharedFrontier(Part[] parts, long[] offsets) {
        this.parts = parts;
        this.offsets = offsets;
    }

    @Override
    public Seen get(int index) {
        Part part = parts[index];
        return new Seen(part.featureSet(), part.topic(), part.partition(), offsets[index]);
    }

    @Override
    public int size() {
        return offsets.length;
    }
}
