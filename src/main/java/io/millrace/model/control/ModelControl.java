package io.millrace.model.control;

import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Readiness.Preparation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides on commands, one after the other. It promises a horizon of event time, ahead of the watermark: up to there everything has been decided. A command for a time within it is refused, so that which model serves an event
 * never depends on when the event is scored.
 *
 * <p>Its state is the decisions and the horizon. Used by one thread.
 */
public final class ModelControl {
    /** The first day of year 1, before any event. */
    private static final long BEGINNING = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();

    private final long lead;
    private final String vector;
    private final Timeline timeline = new Timeline();
    private final List<Decision> decisions = new ArrayList<>();
    private final Set<String> decided = new HashSet<>();
    private final Map<String, ModelCommand> preparing = new LinkedHashMap<>();
    private long horizon;

    /**
     * @param lead how far the horizon is ahead of the watermark, in milliseconds
     * @param vector fingerprint of the vector that models take
     * @param horizon what was promised before; {@link Long#MIN_VALUE} where nothing was
     * @param before what was decided before, in order, for whatever vector
     */
    public ModelControl(long lead, String vector, long horizon, List<Decision> before) {
        this.lead = lead;
        this.vector = vector;
        this.horizon = horizon;
        before.forEach(this::keep);
    }

    /** What was decided, in order. */
    public List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** Those among them that hold for the vector at hand. */
    public List<Decision> holding() {
        return decisions.stream()
                .filter(decision -> decision.vector().equals(vector))
                .toList();
    }

    /** Event time up to which everything has been decided. */
    public long horizon() {
        return horizon;
    }

    /**
     * Event time has come to a watermark.
     *
     * @return whether the horizon has moved
     */
    public boolean reach(long watermark) {
        long ahead = watermark + lead;
        boolean moves = ahead > horizon;
        horizon = Math.max(horizon, ahead);
        return moves;
    }

    /** Whether anything has been activated for all events. */
    public boolean hasChampion() {
        return holding().stream()
                .anyMatch(decision -> decision.isChange()
                        && decision.command().kind() == Kind.ACTIVATE
                        && decision.command().segment().isEmpty());
    }

    /**
     * What to tell of a model that a start names as its champion, where that has no effect: something else was decided, and the pipeline did not begin with this one. Otherwise an empty text.
     *
     * @param digest the store's champion, or the one that the settings name
     */
    public String withoutEffect(String digest) {
        String serving = timeline.at(Long.MAX_VALUE, Timeline.ALL).champion();
        if (serving == null || serving.equals(digest) || decided.contains(beginning(digest))) {
            return "";
        }
        return "model " + digest + " is the store's champion, or the one that models.digest names, but model " + serving
                + " serves, as was decided: that a model is promoted in the store has an effect only on a pipeline that is"
                + " started for the first time with a vector; to have it serve: millrace models prepare " + digest
                + ", then millrace models activate " + digest;
    }

    private static String beginning(String digest) {
        return "begin-" + digest;
    }

    /** Makes a model the champion since ever: the one that a pipeline starts with. */
    public Decision begin(String digest, long now) {
        ModelCommand command = new ModelCommand(
                beginning(digest),
                Kind.ACTIVATE,
                Timeline.ALL,
                List.of(Share.of(digest)),
                BEGINNING,
                "millrace",
                "the store's champion when the pipeline was started",
                now);
        return keep(new Decision(command, Verdict.ACCEPTED, "", Long.MIN_VALUE, vector));
    }

    /** Decides on a command; empty where it was decided on before. */
    public Optional<Decision> decide(ModelCommand command, Readiness readiness) {
        if (decided.contains(command.id())) {
            return Optional.empty();
        }
        ModelCommand timed = command.at() == ModelCommand.SOON ? command.at(next()) : command;
        String refusal = CommandCheck.complaint(timed, horizon, timeline, readiness, wanted());
        Verdict verdict = refusal.isEmpty() ? Verdict.ACCEPTED : Verdict.REFUSED;
        return Optional.of(keep(new Decision(timed, verdict, refusal, horizon, vector)));
    }

    /** The earliest time that has not been decided about. */
    private long next() {
        return Math.max(horizon, BEGINNING) + 1;
    }

    private Decision keep(Decision decision) {
        ModelCommand command = decision.command();
        decisions.add(decision);
        decided.add(command.id());
        if (!decision.vector().equals(vector)) {
            return decision;
        }
        timeline.add(decision);
        if (command.kind() == Kind.PREPARE) {
            if (decision.verdict() == Verdict.ACCEPTED) {
                preparing.put(command.id(), command);
            } else {
                preparing.remove(command.id());
            }
        }
        return decision;
    }

    /** Models to have loaded: those with a part from the horizon on, and those that were prepared and have had none since. */
    public Set<String> wanted() {
        Set<String> prepared = new LinkedHashSet<>();
        Set<String> named = new LinkedHashSet<>();
        for (Decision decision : holding()) {
            List<String> models =
                    decision.command().models().stream().map(Share::digest).toList();
            if (decision.isChange()) {
                models.forEach(prepared::remove);
                named.addAll(models);
            } else if (decision.verdict() == Verdict.ACCEPTED) {
                prepared.addAll(models);
            } else if (decision.verdict() == Verdict.NOT_PREPARED) {
                models.forEach(prepared::remove);
            }
        }
        named.removeIf(model -> !timeline.holdsFrom(model, horizon));
        named.addAll(prepared);
        return named;
    }

    /** Whether a preparation is under way. */
    public boolean isPreparing() {
        return !preparing.isEmpty();
    }

    /** Decides on the preparations that have come to an end since. */
    public List<Decision> prepared(Readiness readiness) {
        List<Decision> ended = new ArrayList<>();
        Set<String> wanted = wanted();
        for (ModelCommand command : List.copyOf(preparing.values())) {
            String digest = command.models().get(0).digest();
            Preparation preparation = readiness.of(digest);
            if (!wanted.contains(digest)) {
                ended.add(
                        keep(new Decision(command, Verdict.NOT_PREPARED, "it was retired meanwhile", horizon, vector)));
            } else if (preparation.isComplete()) {
                ended.add(keep(new Decision(command, Verdict.PREPARED, preparation.describe(), horizon, vector)));
            } else if (!preparation.failed().isEmpty()) {
                ended.add(keep(new Decision(command, Verdict.NOT_PREPARED, preparation.failed(), horizon, vector)));
            }
        }
        return ended;
    }

    /** A time as messages show it. */
    static String shown(long time) {
        return time == Long.MIN_VALUE
                ? "the beginning"
                : Instant.ofEpochMilli(time).toString();
    }
}
