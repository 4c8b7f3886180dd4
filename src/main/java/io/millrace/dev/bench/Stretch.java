package io.millrace.dev.bench;

import java.util.List;

/**
 * A part of a job's run and what it took.
 *
 * @param events results written in it
 * @param seconds of time
 * @param cpuSeconds of the job's process
 */
record Stretch(double events, double seconds, double cpuSeconds) {
    private static final double MILLION = 1e6;

    Stretch {
        if (!(events > 0 && seconds > 0 && cpuSeconds >= 0)) {
            throw new BenchException("The run was too short to be measured: " + events + " events in " + seconds
                    + " s with " + cpuSeconds + " CPU seconds; give more --events");
        }
    }

    /**
     * The part from a number of results to a higher one. Between two samples, time and CPU are taken to pass evenly.
     *
     * @param samples in order of time
     */
    static Stretch between(List<Sample> samples, double from, double to) {
        Sample start = at(samples, from);
        Sample end = at(samples, to);
        return new Stretch(to - from, end.seconds() - start.seconds(), end.cpuSeconds() - start.cpuSeconds());
    }

    /** The moment when so many results were there. */
    static Sample at(List<Sample> samples, double results) {
        for (int i = 0; i < samples.size(); i++) {
            Sample after = samples.get(i);
            if (after.results() >= results) {
                return i == 0 ? after : interpolated(samples.get(i - 1), after, results);
            }
        }
        throw new BenchException("The run ended before " + (long) results + " results were seen");
    }

    private static Sample interpolated(Sample before, Sample after, double results) {
        double share = (results - before.results()) / (after.results() - before.results());
        return new Sample(
                before.seconds() + share * (after.seconds() - before.seconds()),
                (long) results,
                before.cpuSeconds() + share * (after.cpuSeconds() - before.cpuSeconds()));
    }

    double eventsPerSecond() {
        return events / seconds;
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds / events * MILLION;
    }

    /** How many cores the process kept busy. */
    double cores() {
        return cpuSeconds / seconds;
    }
}
