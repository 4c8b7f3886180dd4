package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Frontier;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import io.millrace.replay.Replayed.Difference;
import io.millrace.replay.Replayed.NoEvent;
import io.millrace.replay.Replayed.OtherEvents;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes a share of predictions again while they are made. It is told of events, of dead letters and of predictions in any order, and computes each prediction of the share alone: from exactly the events that it knew,
 * by its frontier and hashes, put into an empty state in the order in which they were read here. So neither the way of the job's state through additions, removals, checkpoints and restarts nor the order of events there is in it.
 *
 * <p>Where an event is not there, or windows held others, the prediction is tried again in later rounds: what the job refused may not have been told yet. Other features from the same events, and another score
 * of the same vector, are a mismatch at once.
 *
 * <p>Held are the events that windows of predictions still to come can reach. Used by one thread.
 */
public final class ContinuousReplay {
    /** Events are let go so many times while windows pass by once. */
    private static final int PARTS = 10;

    private final Pipeline pipeline;
    private final FeaturePlan plan;
    private final ModelScores scores;
    private final Sampling sampling;
    private final int rounds;
    private final VectorAssembly assembly;
    private final Comparison comparison;
    private final List<KnownEvents> sets;
    private final Map<RecordPlace, Event> chosen = new HashMap<>();
    private final Remembered<RecordPlace> refused = new Remembered<>();
    private final Remembered<EventId> tombstones = new Remembered<>();
    private Deque<Waiting> waiting = new ArrayDeque<>();
    private long newest = Long.MIN_VALUE;
    private long letGoAt = Long.MIN_VALUE;
    private long others;

    private record Waiting(Prediction prediction, int round) {}

    /**
     * @param pipeline one that {@link #refusal} has nothing against
     * @param rounds in how many rounds a prediction is tried whose events are not there
     */
    public ContinuousReplay(Pipeline pipeline, ModelScores scores, Sampling sampling, int rounds) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
        this.scores = scores;
        this.sampling = sampling;
        this.rounds = rounds;
        this.assembly = new VectorAssembly(plan);
        this.comparison = new Comparison(pipeline);
        this.sets = plan.sets().stream()
                .map(set -> new KnownEvents(pipeline, set, new Fates(), Map.of()))
                .toList();
    }

    /** Why a pipeline can't be replayed alone, prediction by prediction; empty where it can. */
    public static Optional<String> refusal(Pipeline pipeline) {
        return Replay.readsFeatures(pipeline.features())
                ? Optional.of(
                        "windows of a feature set are over features of another one, which each event would have to be replayed for")
                : Optional.empty();
    }

    /** Whether events of a source are in any window, or scored. */
    public boolean uses(Source source) {
        return AcceptedEvents.uses(pipeline, source);
    }

    private final class Fates implements EventFates {
        @Override
        public boolean isRefused(Event event) {
            return refused.size() > 0 && refused.contains(RecordPlace.of(pipeline, event));
        }

        @Override
        public boolean mayBeDeleted(Event event) {
            return tombstones.contains(EventId.of(event));
        }
    }

    /** Takes what became of a record of a source. */
    public void event(Arrival<Event> arrival) {
        if (arrival.isDead()) {
            return;
        }
        Event event = arrival.value();
        if (arrival.isDeletion()) {
            tombstones.add(EventId.of(event), newest);
            return;
        }
        sets.forEach(set -> set.add(event));
        if (event.source() == plan.scored()) {
            RecordPlace place = RecordPlace.of(pipeline, event);
            if (sampling.takes(place)) {
                chosen.put(place, event);
            }
        }
    }

    /** Takes what the job refused. */
    public void refused(DeadLetter letter) {
        if (letter.reason().keepsOutOfWindows()) {
            refused.add(RecordPlace.of(letter), newest);
        }
    }

    /** Takes a prediction, which is replayed in the next round if it is of the share. */
    public void prediction(Prediction prediction) {
        newest = Math.max(newest, prediction.eventTime());
        if (!sampling.takes(RecordPlace.of(prediction.trigger()))) {
            return;
        }
        if (prediction.featureFingerprint().equals(pipeline.fingerprint())) {
            waiting.add(new Waiting(prediction, 1));
        } else {
            others++;
        }
    }

    /**
     * Replays the predictions that are waiting. All events that were in the topics when the last of them was read have been told.
     *
     * @return those of which it is known now whether they match
     */
    public List<Replayed> round() throws IOException {
        Deque<Waiting> tried = waiting;
        waiting = new ArrayDeque<>();
        List<Replayed> settled = new ArrayList<>();
        for (Waiting one : tried) {
            Difference difference = difference(one.prediction());
            if (one.round() < rounds && (difference instanceof NoEvent || difference instanceof OtherEvents)) {
                waiting.add(new Waiting(one.prediction(), one.round() + 1));
            } else {
                settled.add(new Replayed(one.prediction(), difference));
            }
        }
        letGo();
        return settled;
    }

    private @Nullable Difference difference(Prediction prediction) throws IOException {
        RecordPlace place = RecordPlace.of(prediction.trigger());
        Event scored = chosen.get(place);
        if (scored == null) {
            return new NoEvent(place);
        }
        double[] row = new double[plan.features().size()];
        Frontier frontier = new Frontier();
        sets.forEach(set -> set.evaluate(prediction, scored, row, frontier));
        assembly.derive(scored, row);
        Difference difference = comparison.difference(prediction, row, frontier);
        return difference != null ? difference : scores.compare(prediction);
    }

    /** Lets go of what no prediction still to come can need, each time that has become a tenth of what is held. */
    private void letGo() {
        long reach = plan.sets().stream().mapToLong(FeatureSet::kept).max().orElse(0) + plan.late();
        boolean isDue = letGoAt == Long.MIN_VALUE || newest - letGoAt >= reach / PARTS;
        if (newest == Long.MIN_VALUE || !isDue) {
            return;
        }
        letGoAt = newest;
        long earliest =
                waiting.stream().mapToLong(one -> one.prediction().eventTime()).reduce(newest - plan.late(), Math::min);
        sets.forEach(set -> set.letGo(earliest));
        chosen.values().removeIf(event -> event.time() < earliest);
        refused.forgetBefore(newest - reach);
        tombstones.forgetBefore(newest - reach);
    }

    /** How many predictions wait for their events. */
    public int waiting() {
        return waiting.size();
    }

    /** How many predictions of the share were made under another definition, and are not replayed. */
    public long others() {
        return others;
    }

    /** How many events are held; one of several sets counts for each. */
    public long held() {
        return sets.stream().mapToLong(KnownEvents::size).sum();
    }
}
