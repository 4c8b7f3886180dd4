package io.millrace.feature.spi.testing;

import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.spi.testing.Step.Arrival;
import io.millrace.feature.spi.testing.Step.Deletion;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes the steps of one history with the evaluator, and compares each window with a plain computation. */
final class Replay {
    private final Windows windows;
    private final Expectation expectation;
    private final FeatureSetEvaluator evaluator;
    private final EntityForm form = new EntityForm(0);
    private final ColdRowsInMemory cold = new ColdRowsInMemory();
    private final List<Arrival> present = new ArrayList<>();
    private EntityState state;

    Replay(Windows windows, Expectation expectation) {
        this.windows = windows;
        this.expectation = expectation;
        this.evaluator = new FeatureSetEvaluator(windows.set(), 0);
        this.state = evaluator.emptyState(cold);
    }

    /** The first thing that is not as it must be; an accumulator must not throw either. */
    Optional<String> failure(List<Step> steps) {
        try {
            return steps.stream().map(this::take).flatMap(Optional::stream).findFirst();
        } catch (RuntimeException e) {
            return Optional.of("throws " + e);
        }
    }

    private Optional<String> take(Step step) {
        if (step instanceof Arrival arrival) {
            present.add(arrival);
            return arrive(arrival);
        }
        if (step instanceof Deletion deletion) {
            present.remove(deletion.of());
            evaluator.remove(state, deletion.of().event());
        } else {
            restart();
        }
        return Optional.empty();
    }

    private void restart() {
        EntityState copy = evaluator.emptyState(cold);
        form.read(form.write(state), copy);
        state = copy;
    }

    private Optional<String> arrive(Arrival arrival) {
        double[] row = new double[windows.slots()];
        evaluator.add(state, arrival.event(), PartialVector.NO_ROW);
        evaluator.evaluate(state, arrival.event(), row, new Frontier());
        return windows.set().windows().stream()
                .map(window -> compare(window, arrival, row))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> compare(WindowedFeature window, Arrival at, double[] row) {
        double[] found = Arrays.copyOfRange(
                row,
                window.slot(),
                window.slot() + window.aggregate().suffixes().size());
        List<Observation> inside = present.stream()
                .filter(event -> Windows.holds(window, event, at))
                .sorted(Arrival.ORDER)
                .map(Arrival::observation)
                .toList();
        return expectation
                .failure(inside, at.time() - window.lag(), found)
                .map(failure -> failure + " in the window " + Windows.text(window) + " of event " + at.offset());
    }
}
