package io.millrace.content;

import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Computes the vectors of what arrives, and passes it on in its order, while images of what came behind are being read. Where events carry all that is computed of, each is passed on at once. Used by one thread.
 */
public final class ReadAhead {
    private final ContentVectors vectors;
    private final int most;
    private final Consumer<Arrival<Event>> to;
    private final ArrayDeque<Arrival<Event>> waiting = new ArrayDeque<>();

    /** @param to takes each arrival with its vectors, or a dead letter in its place */
    public ReadAhead(ContentVectors vectors, Consumer<Arrival<Event>> to) {
        this.vectors = vectors;
        this.most = vectors.ahead();
        this.to = to;
    }

    /** Takes what arrives next; waits where too many wait already. */
    public void add(Arrival<Event> arrival) {
        vectors.begin(arrival);
        waiting.add(arrival);
        while (waiting.size() > most) {
            passFirst();
        }
    }

    /** Passes on what needs no more waiting. */
    public void passReady() {
        while (!waiting.isEmpty() && vectors.isReady(waiting.element())) {
            passFirst();
        }
    }

    /** Passes on everything. */
    public void passAll() {
        while (!waiting.isEmpty()) {
            passFirst();
        }
    }

    private void passFirst() {
        to.accept(vectors.compute(waiting.remove()));
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
