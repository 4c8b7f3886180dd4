package io.millrace.model.control;

/**
 * What was decided on a command, or became of it. The timeline is made of accepted commands, in the order in which they were decided on.
 *
 * @param command as it holds: with the time from which on, where it was to be {@link ModelCommand#SOON}
 * @param detail why, for people; empty where there is nothing to say
 * @param horizon event time in epoch milliseconds up to which everything had been decided before
 * @param vector fingerprint of the vector that models took when this was decided: models serve no other, so that a decision holds under its own definition alone
 */
public record Decision(ModelCommand command, Verdict verdict, String detail, long horizon, String vector) {
    /** What became of a command. */
    public enum Verdict {
        /** It holds from its time on. */
        ACCEPTED,
        /** It never holds. */
        REFUSED,
        /** All subtasks have the model ready; follows on the acceptance of {@link ModelCommand.Kind#PREPARE}. */
        PREPARED,
        /** A subtask can't use the model; follows on the acceptance of {@link ModelCommand.Kind#PREPARE}. */
        NOT_PREPARED
    }

    /** Whether it changes what serves. */
    public boolean isChange() {
        return verdict == Verdict.ACCEPTED && command.kind() != ModelCommand.Kind.PREPARE;
    }
}
