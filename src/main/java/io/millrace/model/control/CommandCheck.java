package io.millrace.model.control;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Readiness.Preparation;
import java.util.List;
import java.util.Set;

/** Finds why a command can't hold. */
final class CommandCheck {
    private static final double ALL = 1 + 1e-9;

    private CommandCheck() {}

    /**
     * The reason and what to do, or an empty text where nothing is wrong.
     *
     * @param wanted the models that subtasks were told to load
     */
    static String complaint(
            ModelCommand command, long horizon, Timeline timeline, Readiness readiness, Set<String> wanted) {
        String shape = shape(command);
        if (!shape.isEmpty() || command.kind() == Kind.PREPARE) {
            return shape;
        }
        if (command.at() <= horizon) {
            return "event time " + ModelControl.shown(command.at()) + " is too early: what serves up to "
                    + ModelControl.shown(horizon)
                    + " has been decided; give a later time, or none for as soon as possible";
        }
        return command.kind() == Kind.RETIRE ? retirement(command, timeline) : preparation(command, readiness, wanted);
    }

    private static String shape(ModelCommand command) {
        List<Share> models = command.models();
        boolean isOfOne = command.kind() != Kind.SPLIT && command.kind() != Kind.SHADOW;
        if (isOfOne && models.size() != 1) {
            return "it names " + models.size() + " models; expected one";
        }
        if (models.stream().map(Share::digest).distinct().count() < models.size()) {
            return "it names a model twice; name each once";
        }
        double sum = models.stream().mapToDouble(Share::share).sum();
        return sum > ALL ? "its shares sum up to " + sum + "; expected at most 1" : "";
    }

    private static String retirement(ModelCommand command, Timeline timeline) {
        String digest = command.models().get(0).digest();
        return timeline.isChampionFrom(digest, command.segment(), command.at())
                ? "model " + digest + " is the champion at " + ModelControl.shown(command.at())
                        + " or later; activate another one first"
                : "";
    }

    private static String preparation(ModelCommand command, Readiness readiness, Set<String> wanted) {
        for (Share model : command.models()) {
            Preparation preparation = readiness.of(model.digest());
            if (!preparation.isComplete()) {
                return "model " + model.digest() + " is not prepared: " + preparation.describe()
                        + (wanted.contains(model.digest())
                                ? ", though all were told to load it; if the job has started again since, prepare it again, and"
                                        + " wait until all have it"
                                : "; prepare it first, and wait until all have it");
            }
        }
        return "";
    }
}
