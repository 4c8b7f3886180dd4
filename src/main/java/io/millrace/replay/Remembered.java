package io.millrace.replay;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is remembered for a while, in the order in which it was put in. */
final class Remembered<K> {
    private final Map<K, Long> since = new LinkedHashMap<>();

    /** @param now not before the time of anything that was added earlier */
    void add(K key, long now) {
        since.putIfAbsent(key, now);
    }

    boolean contains(K key) {
        return !since.isEmpty() && since.containsKey(key);
    }

    /** Forgets what was added before a time. */
    void forgetBefore(long time) {
        Iterator<Long> times = since.values().iterator();
        while (times.hasNext() && times.next() < time) {
            times.remove();
        }
    }

    int size() {
        return since.size();
    }
}
