package io.millrace.config;

/**
 * One thing that is wrong in a file that a user wrote.
 *
 * @param where the file with line and path inside it, for example {@code jobs/card-fraud/pipeline.yaml:14 features.card.avg}
 * @param what what was found, what was expected and what to do, as one sentence
 */
public record Problem(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
