package io.millrace.flink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A queue that gives its elements in order, for elements that come from a few places, from each almost in order. Each goes to the end of a run that it continues, which is cheaper than a heap: nothing that rests is moved
 * or looked at. What continues no run, once there are as many as are allowed, goes into a heap. Used by one thread.
 */
final class SortedRuns<T> {
    private static final int MOST_RUNS = 16;

    private final Comparator<T> order;
    private final List<ArrayDeque<T>> runs = new ArrayList<>();
    private final PriorityQueue<T> others;
    private int size;

    SortedRuns(Comparator<T> order) {
        this.order = order;
        this.others = new PriorityQueue<>(order);
    }

    int size() {
        return size;
    }

    void add(T element) {
        size++;
        ArrayDeque<T> run = runFor(element);
        if (run != null) {
            run.addLast(element);
        } else if (runs.size() < MOST_RUNS) {
            ArrayDeque<T> another = new ArrayDeque<>();
            another.addLast(element);
            runs.add(another);
        } else {
            others.add(element);
        }
    }

    /** Of the runs that the element continues the one with the latest end, so that the others stay open for what is earlier; else an empty one, else null. */
    private @Nullable ArrayDeque<T> runFor(T element) {
        ArrayDeque<T> best = null;
        T latest = null;
        for (int i = 0; i < runs.size(); i++) {
            ArrayDeque<T> run = runs.get(i);
            T last = run.peekLast();
            if (last == null) {
                best = best == null ? run : best;
            } else if (order.compare(last, element) <= 0 && (latest == null || order.compare(last, latest) > 0)) {
                best = run;
                latest = last;
            }
        }
        return best;
    }

    /** Takes the first element out, if it is wanted; else, and where there is none, gives null. */
    @Nullable
    T pollIf(Predicate<T> wanted) {
        ArrayDeque<T> run = firstRun();
        T first = run == null ? others.peek() : run.peekFirst();
        if (first == null || !wanted.test(first)) {
            return null;
        }
        size--;
        return run == null ? others.poll() : run.pollFirst();
    }

    /** The run with the first element, or null where that is among the others or there is none. */
    private @Nullable ArrayDeque<T> firstRun() {
        ArrayDeque<T> best = null;
        T first = others.peek();
        for (int i = 0; i < runs.size(); i++) {
            T head = runs.get(i).peekFirst();
            if (head != null && (first == null || order.compare(head, first) < 0)) {
                best = runs.get(i);
                first = head;
            }
        }
        return best;
    }

    /** Takes out all but the first elements, and gives them in order. */
    List<T> takeAllBut(int keep) {
        List<T> all = stream().sorted(order).toList();
        runs.clear();
        others.clear();
        runs.add(new ArrayDeque<>(all.subList(0, keep)));
        size = keep;
        return all.subList(keep, all.size());
    }

    /** Every element, in no order. */
    Stream<T> stream() {
        return Stream.concat(runs.stream().flatMap(ArrayDeque::stream), others.stream());
    }
}
