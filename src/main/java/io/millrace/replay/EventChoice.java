package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.EventHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which events a window did not hold when its hash was taken, among those that it could have held: events that were deleted by then, and late ones that were read a moment later than others with a higher offset.
 *
 * <p>The difference of the hashes is the sum over the events that were not there. Of deleted ones any selection is tried, with up to two others; where none of these does, any selection of the others that were read last. Each
 * found selection is wrong with a chance of less than 2^-30.
 */
final class EventChoice {
    private static final int MOST_DELETED = 16;
    /** Of how many others any selection is tried: 2^32 selections, in two halves. */
    private static final int MOST_OTHERS = 32;

    private final List<Event> deleted = new ArrayList<>();
    private final Map<Long, Event> others = new HashMap<>();

    /**
     * @param held the events that could have been held
     * @param fates which of them have been deleted
     */
    EventChoice(List<Event> held, EventFates fates) {
        for (Event event : held) {
            if (fates.mayBeDeleted(event) && deleted.size() < MOST_DELETED) {
                deleted.add(event);
            } else {
                others.put(EventHash.of(event.partition(), event.offset()), event);
            }
        }
    }

    /** Events whose hashes add up to a sum; empty where there are none. */
    Optional<List<Event>> adding(long sum) {
        int selections = 1 << deleted.size();
        for (int some = 0; some < selections; some++) {
            List<Event> chosen = new ArrayList<>();
            long rest = sum;
            for (int i = 0; i < deleted.size(); i++) {
                if ((some >>> i & 1) != 0) {
                    chosen.add(deleted.get(i));
                    rest -= EventHash.of(
                            deleted.get(i).partition(), deleted.get(i).offset());
                }
            }
            if (addOthers(rest, chosen)) {
                return Optional.of(chosen);
            }
        }
        return ofThoseReadLast(sum);
    }

    /** Any selection of others: sums of one half are looked up for what each selection of the other half leaves (Horowitz and Sahni, Computing Partitions, 1974). */
    private Optional<List<Event>> ofThoseReadLast(long sum) {
        List<Event> last = readLast();
        List<Event> left = last.subList(0, last.size() / 2);
        List<Event> right = last.subList(last.size() / 2, last.size());
        Map<Long, Integer> sums = new HashMap<>();
        for (int some = 0; some < 1 << left.size(); some++) {
            sums.putIfAbsent(sum(left, some), some);
        }
        for (int some = 0; some < 1 << right.size(); some++) {
            Integer matching = sums.get(sum - sum(right, some));
            if (matching != null) {
                List<Event> chosen = selection(left, matching);
                chosen.addAll(selection(right, some));
                return Optional.of(chosen);
            }
        }
        return Optional.empty();
    }

    /** Those that are nearest to the highest offset of their partition. */
    private List<Event> readLast() {
        Map<Integer, Long> highest = new HashMap<>();
        others.values().forEach(event -> highest.merge(event.partition(), event.offset(), Math::max));
        return others.values().stream()
                .sorted(Comparator.<Event>comparingLong(
                                event -> highest.getOrDefault(event.partition(), 0L) - event.offset())
                        .thenComparingInt(Event::partition))
                .limit(MOST_OTHERS)
                .toList();
    }

    private static long sum(List<Event> events, int some) {
        long sum = 0;
        for (int i = 0; i < events.size(); i++) {
            if ((some >>> i & 1) != 0) {
                sum += EventHash.of(events.get(i).partition(), events.get(i).offset());
            }
        }
        return sum;
    }

    private static List<Event> selection(List<Event> events, int some) {
        List<Event> chosen = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if ((some >>> i & 1) != 0) {
                chosen.add(events.get(i));
            }
        }
        return chosen;
    }

    private boolean addOthers(long rest, List<Event> chosen) {
        if (rest == 0) {
            return true;
        }
        Event one = others.get(rest);
        if (one != null) {
            return chosen.add(one);
        }
        for (Map.Entry<Long, Event> first : others.entrySet()) {
            Event second = others.get(rest - first.getKey());
            if (second != null && second != first.getValue()) {
                chosen.add(first.getValue());
                return chosen.add(second);
            }
        }
        return false;
    }
}
