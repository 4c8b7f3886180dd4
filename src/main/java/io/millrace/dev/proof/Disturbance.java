package io.millrace.dev.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Something that is done to the jobs.
 *
 * @param at when: the share of all records that have their answer by then
 */
record Disturbance(Kind kind, double at) {
    enum Kind {
        /** A TaskManager is killed with SIGKILL, and started again. */
        KILL,
        /** The scoring job is stopped with a savepoint and goes on from it with another parallelism; the lake's job begins anew, with another one too. */
        RESCALING
    }

    /** Spread over the whole run, each somewhere in a stretch of its own. */
    static List<Disturbance> of(int kills, int rescalings, long seed) {
        Random random = new Random(seed);
        int all = kills + rescalings;
        List<Disturbance> disturbances = new ArrayList<>();
        int rescaled = 0;
        for (int i = 0; i < all; i++) {
            boolean isRescaling = rescaled < rescalings && i == Math.round((rescaled + 0.5) * all / rescalings - 0.5);
            rescaled += isRescaling ? 1 : 0;
            double within = 0.25 + random.nextDouble() / 2;
            disturbances.add(new Disturbance(isRescaling ? Kind.RESCALING : Kind.KILL, (i + within) / all));
        }
        return disturbances;
    }
}
