package io.millrace.dev;

import java.util.SplittableRandom;

/**
 * Which of some things, numbered from 0, are compromised today.
 *
 * <p>As many fall each day as recover, so that their number stays about the same from the first day on.
 */
final class Compromises {
    private final long[] soundFrom;
    private final double fallADay;
    private final int days;
    private final double strikes;
    private long today;
    private double due;

    private Compromises(int things, double compromised, int days, double strikes, SplittableRandom random) {
        this.soundFrom = new long[things];
        this.fallADay = things * compromised / days;
        this.days = days;
        this.strikes = strikes;
        for (due = Math.max(1, things * compromised); due >= 1; due--) {
            soundFrom[random.nextInt(things)] = random.nextInt(1, days + 1);
        }
    }

    /** At any time one terminal in 200, for four weeks each; nine in ten payments there are fraud. */
    static Compromises ofTerminals(int terminals, SplittableRandom random) {
        return new Compromises(terminals, 0.005, 28, 0.9, random);
    }

    /** At any time one card in 100, for two weeks each; a third of their payments are fraud. */
    static Compromises ofCards(int cards, SplittableRandom random) {
        return new Compromises(cards, 0.01, 14, 1.0 / 3, random);
    }

    void advanceTo(long day, SplittableRandom random) {
        today = day;
        for (due += fallADay; due >= 1; due--) {
            soundFrom[random.nextInt(soundFrom.length)] = day + days;
        }
    }

    /** Whether a payment with this one is fraud. */
    boolean strikes(int thing, SplittableRandom random) {
        return soundFrom[thing] > today && random.nextDouble() < strikes;
    }
}
