package io.millrace.dev.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws entities, numbered from 0: each as often as any other, or by Zipf's law with the exponent that YCSB uses. The same seed draws the same ones. */
final class EntityKeys {
    private static final double EXPONENT = 0.99;

    private final SplittableRandom random;
    private final int entities;
    /** For each entity the probability of it and all before it; empty where all are alike. */
    private final double[] cumulated;

    private EntityKeys(long seed, int entities, double[] cumulated) {
        this.random = new SplittableRandom(seed);
        this.entities = entities;
        this.cumulated = cumulated;
    }

    static EntityKeys uniform(long seed, int entities) {
        return new EntityKeys(seed, entities, new double[0]);
    }

    /** Entity 0 is the most frequent. */
    static EntityKeys zipf(long seed, int entities) {
        double[] cumulated = new double[entities];
        double sum = 0;
        for (int i = 0; i < entities; i++) {
            sum += Math.pow(i + 1, -EXPONENT);
            cumulated[i] = sum;
        }
        for (int i = 0; i < entities; i++) {
            cumulated[i] /= sum;
        }
        return new EntityKeys(seed, entities, cumulated);
    }

    int next() {
        if (cumulated.length == 0) {
            return random.nextInt(entities);
        }
        int found = Arrays.binarySearch(cumulated, random.nextDouble());
        return Math.min(found < 0 ? -found - 1 : found + 1, entities - 1);
    }
}
