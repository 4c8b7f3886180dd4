package io.millrace.model.control;

import java.util.List;

/**
 * What somebody wants of the models of a pipeline. Nothing follows from it before it is decided on; see {@link ModelControl}.
 *
 * @param id names the command; one that was decided on is not decided on again
 * @param segment the segment of events that it is for; empty for all that have no champion of their own
 * @param models which models; {@link Kind} says how many
 * @param at event time in epoch milliseconds from which on it holds, or {@link #SOON}
 * @param author who wants it
 * @param reason why; may be empty
 * @param writtenAt when it was written, in epoch milliseconds of the writer's clock; nothing depends on it
 */
public record ModelCommand(
        String id,
        Kind kind,
        String segment,
        List<Share> models,
        long at,
        String author,
        String reason,
        long writtenAt) {
    /** As soon as every subtask is sure to know of it. */
    public static final long SOON = Long.MIN_VALUE;

    /** What is wanted. */
    public enum Kind {
        /** Every subtask loads the model, checks it and says so. One model. */
        PREPARE,
        /** The model becomes the champion. One model. */
        ACTIVATE,
        /** The models become the challengers, each for its share of the entities, in this order. None ends the split. */
        SPLIT,
        /** The models become the shadows. None ends it. */
        SHADOW,
        /** The model is neither challenger nor shadow any more, nor what is gone back to where the champion fails. One model. */
        RETIRE
    }

    public ModelCommand {
        models = List.copyOf(models);
    }

    /** The same command with the time at which it holds. */
    ModelCommand at(long time) {
        return new ModelCommand(id, kind, segment, models, time, author, reason, writtenAt);
    }
}
