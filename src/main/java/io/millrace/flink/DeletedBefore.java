package io.millrace.flink;

import io.millrace.event.DeletionHistory;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.WaitingPlaces.Place;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the job had deleted up to a savepoint or up to the end of the lake, told from the records that {@link AcceptEvents} did not refuse, as {@link DeletionHistory} has it. Of a savepoint it is known which tombstones wait: these have
 * deleted nothing. Where it is not clear, that is refused, where a window may hold one of the id's events.
 *
 * <p>An event whose retraction waits at a feature set goes on, and its retraction with it.
 */
public final class DeletedBefore implements DeletionRule.Decision {
    private final Source source;
    private final DeletionHistory history;
    private final WaitingPlaces atSets;
    private final Set<Place> tombstonesThatWait;
    private final long from;
    private final long to;
    private final String advice;

    private DeletedBefore(
            Source source, WaitingPlaces atSets, Set<Place> tombstonesThatWait, long from, long to, String advice) {
        this.source = source;
        this.history = new DeletionHistory(source.duplicates(), source.future());
        this.atSets = atSets;
        this.tombstonesThatWait = tombstonesThatWait;
        this.from = from;
        this.to = to;
        this.advice = advice;
    }

    /**
     * The rule for one source, up to a savepoint.
     *
     * @param index of the source
     * @param from events before this time, in epoch milliseconds, are in no window, and don't go on
     */
    public static DeletionRule savepoint(PipelineText text, int index, StateFromLake task, long from) {
        return ids -> {
            Pipeline pipeline = PipelineCompiler.compile(text);
            Source source = pipeline.sources().get(index);
            ScoringSavepoint before = ScoringSavepoint.open(task.from());
            return new DeletedBefore(
                    source,
                    before.waiting(pipeline),
                    before.waitingTombstones(source.name(), ids),
                    from,
                    Long.MAX_VALUE,
                    "go on from the savepoint itself, and what is new is missing until its windows are full");
        };
    }

    /**
     * The rule for one source, up to the end of the lake.
     *
     * @param index of the source
     * @param from events before this time, in epoch milliseconds, are in no window, and don't go on
     * @param to nor do events from this time on
     */
    public static DeletionRule endOfLake(PipelineText text, int index, long from, long to) {
        return ids -> {
            Pipeline pipeline = PipelineCompiler.compile(text);
            return new DeletedBefore(
                    pipeline.sources().get(index),
                    new WaitingPlaces("", pipeline),
                    Set.of(),
                    from,
                    to,
                    "choose a span (--from, --to) whose windows hold none of them");
        };
    }

    @Override
    public void decide(List<PartialVector> events, List<PartialVector> tombstones, Consumer<PartialVector> onward) {
        Set<Event> deleted = deleted(
                events,
                tombstones.stream()
                        .map(PartialVector::event)
                        .filter(tombstone -> !tombstonesThatWait.contains(Place.of(tombstone)))
                        .toList());
        for (PartialVector partial : events) {
            if (isDeletionToWait(partial)) {
                onward.accept(partial);
                onward.accept(PartialVector.retraction(partial.event()));
            } else if (isNeeded(partial.event()) && !deleted.contains(partial.event())) {
                onward.accept(partial);
            }
        }
    }

    private boolean isDeletionToWait(PartialVector partial) {
        return partial.isScored() && atSets.isDeletionToWait(partial.event());
    }

    private boolean isNeeded(Event event) {
        return event.time() >= from && event.time() < to;
    }

    private Set<Event> deleted(List<PartialVector> events, List<Event> tombstones) {
        List<Event> open = events.stream()
                .filter(partial -> !isDeletionToWait(partial))
                .map(PartialVector::event)
                .toList();
        int known = events.size() - open.size();
        Optional<Set<Event>> told = known == 0
                ? history.deleted(open, tombstones)
                : DeletionHistory.byCount(open, tombstones.size() - known);
        if (told.isEmpty() && open.stream().anyMatch(this::isNeeded)) {
            throw unclear(tombstones.get(0));
        }
        return told.orElse(Set.of());
    }

    private IllegalStateException unclear(Event tombstone) {
        return new IllegalStateException("source " + source.name() + ", topic " + source.topic() + ", partition "
                + tombstone.partition() + ", offset " + tombstone.offset() + ": " + DeletionHistory.UNCLEAR + "; "
                + advice);
    }
}
