package io.millrace.job;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.Pipeline;
import java.io.Serializable;
import java.time.Instant;

/**
 * The span of event time that a backfill computes, in epoch milliseconds.
 *
 * @param from vectors are of events at or after this time
 * @param to and before this one; no event from it on is in any of their windows
 * @param needed no event before this time is in any of their windows; {@link Long#MIN_VALUE} where a window never ends
 */
record BackfillSpan(long from, long to, long needed) implements Serializable {
    /** All there is. */
    static final BackfillSpan WHOLE = new BackfillSpan(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

    /** @throws DefinitionException where it ends before it begins */
    static BackfillSpan of(Pipeline pipeline, Settings settings) {
        long from = settings.instant(Setting.BACKFILL_FROM)
                .map(Instant::toEpochMilli)
                .orElse(Long.MIN_VALUE);
        long to =
                settings.instant(Setting.BACKFILL_TO).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
        if (from >= to) {
            throw new DefinitionException(
                    Setting.BACKFILL_FROM.key(),
                    "is " + settings.text(Setting.BACKFILL_FROM) + ", not before " + Setting.BACKFILL_TO.key()
                            + ", which is " + settings.text(Setting.BACKFILL_TO) + "; give a span of event time");
        }
        return new BackfillSpan(from, to, needed(pipeline, from));
    }

    /** Windows of a set may be over features of another one, whose windows reach back further. */
    private static long needed(Pipeline pipeline, long from) {
        boolean all =
                from == Long.MIN_VALUE || pipeline.features().sets().stream().anyMatch(FeatureSet::hasLifetime);
        return all
                ? Long.MIN_VALUE
                : from
                        - pipeline.features().sets().stream()
                                .mapToLong(FeatureSet::reach)
                                .sum();
    }

    /** Whether an event may be in a window. */
    boolean isNeeded(long time) {
        return time >= needed && time < to;
    }

    /** Whether a scored event's vector is wanted. */
    boolean isWanted(long time) {
        return time >= from && time < to;
    }
}
