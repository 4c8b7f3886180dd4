package io.millrace.replay;

import io.millrace.model.PredictionId;

/** Chooses a share of scored events by the ids of their predictions, which are hashes: always the same ones, and all of a smaller share are in a larger one. Used by one thread. */
public final class Sampling {
    private static final int DIGITS = 13;
    private static final int HEX = 16;
    private static final double ALL = 0x1p52;

    private final PredictionId ids = new PredictionId();
    private final double share;

    /** @param share above 0, at most 1 */
    public Sampling(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + ", expected above 0 and at most 1");
        }
        this.share = share;
    }

    boolean takes(RecordPlace place) {
        String id = ids.served(place.topic(), place.partition(), place.offset());
        return Long.parseLong(id, 0, DIGITS, HEX) < share * ALL;
    }
}
