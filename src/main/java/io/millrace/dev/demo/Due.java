package io.millrace.dev.demo;

import io.millrace.dev.feed.Feed.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Events that are known already and lie ahead, such as the report of a fraud a week later: held until the event time of the stream reaches them. */
final class Due {
    private final PriorityQueue<Item> held = new PriorityQueue<>(Comparator.comparingLong(Item::time));

    void hold(Item item) {
        held.add(item);
    }

    /** Takes out what happens up to a moment, in the order of event time. */
    List<Item> upTo(long time) {
        List<Item> due = new ArrayList<>();
        for (Item first = held.peek(); first != null && first.time() <= time; first = held.peek()) {
            due.add(held.remove());
        }
        return due;
    }
}
