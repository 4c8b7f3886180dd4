package io.millrace.flink;

import io.millrace.model.Scorer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens scorers whose score is the first input divided by 1000, plus what their model's name says: {@code "b+0.5"} adds 0.5. A model with a name that begins with {@code broken} can't be opened. Operators travel by Java
 * serialisation in a harness; this is how a test reaches the scorers that were opened.
 */
final class FakeScorers implements ScorerFactory {
    private static final long serialVersionUID = 1;

    static final Map<String, FakeScorer> OPENED = new ConcurrentHashMap<>();

    private final int width;

    FakeScorers(int width) {
        this.width = width;
        OPENED.clear();
    }

    @Override
    public Scorer open(String digest, int capacity) {
        if (digest.startsWith("broken")) {
            throw new IllegalArgumentException("it is broken");
        }
        int plus = digest.indexOf('+');
        FakeScorer scorer =
                new FakeScorer(capacity, width, plus < 0 ? 0 : Float.parseFloat(digest.substring(plus + 1)));
        OPENED.put(digest, scorer);
        return scorer;
    }

    /** Which models are open. */
    static Iterable<String> open() {
        Map<String, FakeScorer> open = new TreeMap<>(OPENED);
        open.values().removeIf(scorer -> scorer.closed);
        return open.keySet();
    }
}
