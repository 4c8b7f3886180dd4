package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.util.Optional;

/** Reports what is declared of a windowed feature but would have no effect, or not the one that was meant. */
final class EffectCheck {
    private final DeclaredFeature.Windowed feature;

    /** Whether the event at hand can be in the window; absent where it is not known which source is scored. */
    private final Optional<Boolean> scored;

    /** @param scored the source whose events are scored; empty where that has problems of its own */
    EffectCheck(DeclaredFeature.Windowed feature, Optional<DeclaredSource> scored) {
        this.feature = feature;
        this.scored = scored.map(source -> source.index() == feature.source().index());
    }

    void checkCurrent() {
        DeclaredWindows windows = feature.windows();
        if (!windows.withEvent() && windows.lag() > 0) {
            problem(
                    "includes_current",
                    "has no effect: with a lag, the window ends before the event at hand; leave it out");
        } else if (!windows.withEvent() && scored.isPresent() && !scored.get()) {
            problem(
                    "includes_current",
                    "has no effect: events of " + feature.source().name()
                            + " are not scored, so that none of them is the event at hand; leave it out");
        }
        if (windows.withEvent() && windows.lag() == 0 && scored.orElse(false)) {
            checkSinceLast();
        }
    }

    /** Under a condition, the event at hand need not be the last one. */
    private void checkSinceLast() {
        if (feature.aggregate().aggregate() == Plain.SINCE_LAST && feature.where() == null) {
            problem(
                    AggregateKey.SINCE_LAST.key(),
                    "is always 0, because the last event is the one at hand; write includes_current: false");
        }
    }

    /** @param kind of the first value */
    void checkEmpty(Aggregate aggregate, FeatureKind kind) {
        double empty = feature.empty();
        if (empty != 0 && FeatureKinds.alwaysHasValue(aggregate)) {
            problem(
                    "empty",
                    "has no effect: " + feature.aggregate().key().key()
                            + " is 0 where there are no events; leave it out");
        } else if (kind == FeatureKind.INTEGER && !Double.isNaN(empty) && !NumberValues.isWhole(empty)) {
            problem("empty", "is no whole number, but the feature is; write a whole number or missing");
        }
    }

    private void problem(String key, String what) {
        feature.map().value(key).ifPresent(value -> value.problem(what));
    }
}
