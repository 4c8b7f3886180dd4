package io.millrace.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts predictions in the order in which the job made them, as far as their frontiers tell: of two of one entity, the earlier one by event time was made later where it had seen an event that the other one had not. So what came late goes behind those that
 * had not seen it. Where that leaves the order open, offsets decide, which is a guess.
 */
final class ProcessingOrder {
    private static final class Entry {
        private final Concerned one;
        /** The highest event time of what was made up to here, in any of its entities. */
        private long reached;

        private Entry(Concerned one) {
            this.one = one;
            this.reached = time();
        }

        private long time() {
            return one.event().time();
        }

        private boolean isLate() {
            return reached > time();
        }

        private long offset() {
            return one.event().offset();
        }
    }

    private static final Comparator<Entry> ORDER = Comparator.<Entry>comparingLong(entry -> entry.reached)
            .thenComparing(Entry::isLate)
            .thenComparingLong(Entry::offset);

    private ProcessingOrder() {}

    /** @param predictions in the order of their events */
    static List<Concerned> of(List<Concerned> predictions, List<Knowledge> sets) {
        List<Entry> entries = predictions.stream().map(Entry::new).toList();
        for (Knowledge set : sets) {
            Map<String, List<Entry>> byEntity = new HashMap<>();
            for (Entry entry : entries) {
                put(entry, byEntity.computeIfAbsent(set.entityOf(entry.one.event()), key -> new ArrayList<>()), set);
            }
            byEntity.values().forEach(ProcessingOrder::reach);
        }
        return entries.stream().sorted(ORDER).map(entry -> entry.one).toList();
    }

    /** Puts one of the latest event time behind the last of those that knew no more, or that lie too far back to have come later. */
    private static void put(Entry entry, List<Entry> made, Knowledge set) {
        long earliest = entry.time() - set.late();
        int at = made.size();
        while (at > 0
                && made.get(at - 1).time() >= earliest
                && set.sawMore(made.get(at - 1).one.prediction(), entry.one.prediction())) {
            at--;
        }
        made.add(at, entry);
    }

    private static void reach(List<Entry> made) {
        long reached = Long.MIN_VALUE;
        for (Entry entry : made) {
            reached = Math.max(reached, entry.time());
            entry.reached = Math.max(entry.reached, reached);
        }
    }
}
