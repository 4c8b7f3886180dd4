package io.millrace.flink;

import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WarmingSlots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Brings events that were held under one definition to another.
 *
 * <p>A feature that came with the other definition is missing where the event has passed its set already, and so is what a field gives that the event was decoded without. Of sets and sources that are gone the frontier says
 * nothing.
 */
final class HeldMapping implements UnaryOperator<PartialVector> {
    private final EventSlots before;
    private final int[] features;
    private final int[] sets;
    private final int[] sources;
    private final List<int[]> fields = new ArrayList<>();

    HeldMapping(EventSlots before, EventSlots after) {
        this.before = before;
        this.features = EventSlots.positions(after.features(), before.features());
        this.sets = EventSlots.positions(before.sets(), after.sets());
        this.sources = EventSlots.positions(names(before), names(after));
        for (int source = 0; source < sources.length; source++) {
            List<String> wanted = sources[source] < 0
                    ? List.of()
                    : after.fields().get(sources[source]).fields();
            fields.add(EventSlots.positions(wanted, before.fields().get(source).fields()));
        }
    }

    private static List<String> names(EventSlots slots) {
        return slots.fields().stream().map(EventSlots.OfSource::name).toList();
    }

    @Override
    public PartialVector apply(PartialVector held) {
        int source = held.event().source();
        if (sources[source] < 0) {
            throw new IllegalStateException(
                    "events of source "
                            + before.fields().get(source).name()
                            + " are held in the state, and the definition does not have that source any more; restore it, or start without state");
        }
        return held.of(
                EventSlots.event(held.event(), sources[source], fields.get(source)),
                held.isScored() ? row(held.row()) : PartialVector.NO_ROW,
                frontier(held.frontier()),
                warming(held.warming()));
    }

    private double[] row(double[] before) {
        return Arrays.stream(features)
                .mapToDouble(slot -> slot < 0 ? Double.NaN : before[slot])
                .toArray();
    }

    private Frontier frontier(Frontier before) {
        Frontier after = new Frontier();
        for (int i = 0; i < before.size(); i++) {
            int set = before.set(i) < sets.length ? sets[before.set(i)] : -1;
            int source = sources[before.source(i)];
            if (set >= 0 && source >= 0) {
                after.add(set, source, before.partition(i), before.offset(i));
            }
        }
        for (int i = 0; i < before.held(); i++) {
            int set = before.heldSet(i) < sets.length ? sets[before.heldSet(i)] : -1;
            int source = sources[before.heldSource(i)];
            if (set >= 0 && source >= 0) {
                after.hold(set, source, before.heldHash(i));
            }
        }
        return after;
    }

    private WarmingSlots warming(WarmingSlots before) {
        List<WarmingSlots.Until> after = new ArrayList<>();
        for (int slot = 0; slot < features.length; slot++) {
            for (WarmingSlots.Until until : before.all()) {
                if (until.slot() == features[slot]) {
                    after.add(new WarmingSlots.Until(slot, until.time()));
                }
            }
        }
        return new WarmingSlots(after);
    }
}
