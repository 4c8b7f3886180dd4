package io.millrace.flink;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ids that were accepted lately, in memory until the next checkpoint or until so many have come after them. Where event time passes them before, as it does when a job catches up, they are never written: that saves a
 * write, a timer and their removal for each event.
 */
final class YoungIds {
    private final int most;
    private final LinkedHashMap<String, Young> ids = new LinkedHashMap<>();

    /** @param most how many may be in memory */
    YoungIds(int most) {
        this.most = most;
    }

    /**
     * What is known of an id.
     *
     * @param time of the event that was accepted
     * @param forgottenAt the watermark at which the id is forgotten
     */
    record Young(long time, long forgottenAt) {}

    /** Takes what does not stay in memory. */
    interface Store {
        void store(String id, Young young) throws Exception;
    }

    /** What is remembered of the id at this watermark; null where nothing is. */
    @Nullable
    Young get(String id, long watermark) {
        Young young = ids.get(id);
        return young == null || young.forgottenAt() <= watermark ? null : young;
    }

    /** Remembers an id; the eldest makes room, and is stored unless it is forgotten at this watermark. */
    void put(String id, Young young, long watermark, Store store) throws Exception {
        ids.put(id, young);
        if (ids.size() > most) {
            Iterator<Map.Entry<String, Young>> eldest = ids.entrySet().iterator();
            store(eldest.next(), watermark, store);
            eldest.remove();
        }
    }

    /** Stores all that are remembered at this watermark; none is in memory then. */
    void storeAll(long watermark, Store store) throws Exception {
        for (Map.Entry<String, Young> entry : ids.entrySet()) {
            store(entry, watermark, store);
        }
        ids.clear();
    }

    private static void store(Map.Entry<String, Young> entry, long watermark, Store store) throws Exception {
        if (entry.getValue().forgottenAt() > watermark) {
            store.store(entry.getKey(), entry.getValue());
        }
    }
}
