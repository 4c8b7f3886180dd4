package io.millrace.dev.bench;

/**
 * What a job's committed output came to.
 *
 * @param results records in the topic of results
 * @param distinct different ones among them
 * @param deadLetters for events that were to be scored
 * @param bytes of the results, keys and values
 */
record Output(long results, long distinct, long deadLetters, long bytes) {
    private static final double MOST_DEAD = 0.01;

    /** @throws BenchException unless there is exactly one result or dead letter for each event, and nearly all are results */
    void reconcile(String job, long events) {
        if (results + deadLetters != events) {
            throw new BenchException("The " + job + " job was to answer " + events + " events and wrote " + results
                    + " results and " + deadLetters + " dead letters: " + difference(events)
                    + "; its speed means nothing");
        }
        if (distinct != results) {
            throw new BenchException("The " + job + " job wrote " + results + " results, but only " + distinct
                    + " different ones: some events have more than one result; its speed means nothing");
        }
        if (deadLetters > events * MOST_DEAD) {
            throw new BenchException("The " + job + " job made dead letters of " + deadLetters + " of " + events
                    + " events, and refusing is no measure of scoring; look into the topic of dead letters");
        }
    }

    private String difference(long events) {
        long difference = results + deadLetters - events;
        return difference < 0 ? -difference + " are missing" : difference + " are too many";
    }
}
