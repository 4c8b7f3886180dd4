package io.millrace.feedback;

import io.millrace.model.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one scored event: its predictions (one, unless several models scored it) and the report of its outcome.
 *
 * @param report null while none has come
 */
public record JoinState(List<Tracked> tracked, @Nullable Report report) {
    public static final JoinState EMPTY = new JoinState(List.of(), null);

    public JoinState {
        tracked = List.copyOf(tracked);
    }

    /**
     * A prediction that waits for its outcome, or for a correction of it.
     *
     * @param revision of the last labelled example, 0 where none was made
     */
    public record Tracked(Prediction prediction, int revision) {
        Tracked labelled() {
            return new Tracked(prediction, revision + 1);
        }
    }

    boolean tracks(Prediction prediction) {
        return tracked.stream().anyMatch(t -> t.prediction().id().equals(prediction.id()));
    }

    JoinState with(Tracked added) {
        List<Tracked> all = new ArrayList<>(tracked);
        all.add(added);
        return new JoinState(all, report);
    }
}
