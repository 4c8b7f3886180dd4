package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.model.Scorer;
import io.millrace.model.ServedBy;
import io.millrace.model.Slot;
import io.millrace.model.control.Lineup;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of vectors, each scored by the version that serves it: each version scores its vectors in one call. A vector that its version fails on is scored by the champion before, or gets the declared fallback; where there is
 * neither, it is refused.
 */
final class ScoringBatch {
    private final LoadedModels models;
    private final ModelMetrics metrics;
    private final double fallback;
    private final VersionRuns runs;
    private final PartialVector[] partials;
    private final Lineup[] lineups;
    private final String[] versions;
    private final Served[] served;
    private final int[] members;
    private final int[] alone = new int[1];
    private final Shadowing shadowing = new Shadowing();
    private int size;
    private long begun;

    /** @param fallback the score where no model gives one; NaN where there is none */
    ScoringBatch(int capacity, int[] vectorSlots, LoadedModels models, ModelMetrics metrics, double fallback) {
        this.models = models;
        this.metrics = metrics;
        this.fallback = fallback;
        this.partials = new PartialVector[capacity];
        this.lineups = new Lineup[capacity];
        this.versions = new String[capacity];
        this.served = new Served[capacity];
        this.members = new int[capacity];
        this.runs = new VersionRuns(vectorSlots, partials, metrics);
        for (int i = 0; i < capacity; i++) {
            served[i] = new Served();
        }
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == partials.length;
    }

    PartialVector partial(int index) {
        return partials[index];
    }

    /** What came of a vector, once the batch is scored. */
    Served served(int index) {
        return served[index];
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds a vector.
     *
     * @param lineup of its time and segment
     * @param challenger the version that serves it, or null where the champion does
     */
    void add(PartialVector partial, Lineup lineup, @Nullable String challenger) {
        String version = challenger == null ? lineup.champion() : challenger;
        if (version == null) {
            throw new IllegalStateException("no model has been activated that could serve event "
                    + partial.event().id() + "; activate one");
        }
        if (size == 0) {
            begun = System.nanoTime();
        }
        partials[size] = partial;
        lineups[size] = lineup;
        versions[size] = version;
        served[size].begin(challenger == null ? Slot.CHAMPION : Slot.CHALLENGER, version);
        size++;
    }

    /** Scores all vectors of the batch. */
    void score() {
        metrics.waited(System.nanoTime() - begun);
        for (int i = 0; i < size; i++) {
            if (served[i].isPending()) {
                score(versions[i], i);
            }
        }
    }

    private void score(String version, int first) {
        int count = 0;
        for (int i = first; i < size; i++) {
            if (versions[i].equals(version)) {
                members[count++] = i;
            }
        }
        Scorer scorer = usable(version, count);
        if (scorer != null) {
            runs.run(version, scorer, members, count, serving);
        }
    }

    /** The version's scorer; null where it can't be used, but something can take its place. */
    private @Nullable Scorer usable(String version, int count) {
        try {
            return models.use(version);
        } catch (UnusableModelException e) {
            for (int i = 0; i < count; i++) {
                int index = members[i];
                serving.failed(index, String.valueOf(e.getMessage()));
                if (served[index].refusal != null && lastGood(index) == null) {
                    throw e;
                }
            }
            return null;
        }
    }

    private final VersionRuns.Outcome serving = new VersionRuns.Outcome() {
        @Override
        public void scored(int index, float score, Scorer scorer) {
            served[index].set(score, ServedBy.MODEL, versions[index], scorer.execution());
        }

        @Override
        public void failed(int index, String reason) {
            metrics.failed(versions[index]);
            if (!isScoredByLastGood(index)) {
                fallBack(index, reason);
            }
        }
    };

    private void fallBack(int index, String reason) {
        if (Double.isNaN(fallback)) {
            served[index].refuse(reason);
        } else {
            metrics.fellBack(versions[index]);
            served[index].set((float) fallback, ServedBy.DEFAULT, versions[index], "");
        }
    }

    private boolean isScoredByLastGood(int index) {
        Scorer scorer = lastGood(index);
        if (scorer == null) {
            return false;
        }
        alone[0] = index;
        runs.run(String.valueOf(lineups[index].lastGood()), scorer, alone, 1, rescuing);
        return !served[index].isPending();
    }

    /** The scorer of the champion before; null where there is none, where it is the version that has failed, and where it can't be used. */
    private @Nullable Scorer lastGood(int index) {
        String lastGood = lineups[index].lastGood();
        if (lastGood == null || lastGood.equals(versions[index])) {
            return null;
        }
        try {
            return models.use(lastGood);
        } catch (UnusableModelException e) {
            return null;
        }
    }

    private final VersionRuns.Outcome rescuing = new VersionRuns.Outcome() {
        @Override
        public void scored(int index, float score, Scorer scorer) {
            metrics.fellBack(versions[index]);
            served[index].set(score, ServedBy.LAST_GOOD, String.valueOf(lineups[index].lastGood()), scorer.execution());
        }

        @Override
        public void failed(int index, String reason) {
            metrics.failed(String.valueOf(lineups[index].lastGood()));
        }
    };

    /**
     * Scores the batch with its shadows, after {@link #score}. What a shadow can't score is counted and left out.
     *
     * @param scores takes a vector and what a shadow says of it, which is used again
     */
    void scoreShadows(BiConsumer<PartialVector, Served> scores) {
        for (int i = 0; i < size; i++) {
            List<String> shadows = lineups[i].shadows();
            for (int j = 0; j < shadows.size(); j++) {
                if (isFirstWith(shadows.get(j), i)) {
                    scoreShadow(shadows.get(j), i, scores);
                }
            }
        }
    }

    /** How many scores of shadows are due. */
    int shadows() {
        int due = 0;
        for (int i = 0; i < size; i++) {
            due += lineups[i].shadows().size();
        }
        return due;
    }

    private boolean isFirstWith(String shadow, int index) {
        for (int i = 0; i < index; i++) {
            if (lineups[i].shadows().contains(shadow)) {
                return false;
            }
        }
        return true;
    }

    private void scoreShadow(String shadow, int first, BiConsumer<PartialVector, Served> scores) {
        int count = 0;
        for (int i = first; i < size; i++) {
            if (lineups[i].shadows().contains(shadow)) {
                members[count++] = i;
            }
        }
        shadowing.begin(shadow, scores);
        try {
            runs.run(shadow, models.use(shadow), members, count, shadowing);
        } catch (UnusableModelException e) {
            for (int i = 0; i < count; i++) {
                shadowing.failed(members[i], "");
            }
        }
    }

    /** Hears what one shadow says; the same for all, one after the other. */
    private final class Shadowing implements VersionRuns.Outcome {
        private final Served said = new Served();
        private BiConsumer<PartialVector, Served> scores = (partial, score) -> {};

        void begin(String shadow, BiConsumer<PartialVector, Served> taking) {
            said.begin(Slot.SHADOW, shadow);
            scores = taking;
        }

        @Override
        public void scored(int index, float score, Scorer scorer) {
            said.set(score, ServedBy.MODEL, said.digest, scorer.execution());
            scores.accept(partials[index], said);
        }

        @Override
        public void failed(int index, String reason) {
            metrics.failed(said.digest);
        }
    }
}
