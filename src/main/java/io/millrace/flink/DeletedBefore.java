package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.flink.WaitingPlaces.Place;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the job had deleted up to a savepoint, told from the records that {@link AcceptEvents} did not refuse.
 *
 * <p>A tombstone that does not wait in the savepoint has deleted one event: the last one of its id before it, where that was remembered then, or else the next one, for which it waited. So all events are deleted where there are
 * as many tombstones. Of more events, records of one partition say by their order which of them were, unless a tombstone stands between two that both may have been: how long the first one was remembered depends on watermarks, which
 * nobody keeps. That is refused, where a window may hold one of the id's events.
 *
 * <p>An event whose retraction waits at a feature set goes on, and its retraction with it.
 */
public final class DeletedBefore implements DeletionRule.Decision {
    private final Source source;
    private final WaitingPlaces atSets;
    private final Set<Place> tombstonesThatWait;
    private final long needed;

    private DeletedBefore(Source source, WaitingPlaces atSets, Set<Place> tombstonesThatWait, long needed) {
        this.source = source;
        this.atSets = atSets;
        this.tombstonesThatWait = tombstonesThatWait;
        this.needed = needed;
    }

    /**
     * The rule for one source.
     *
     * @param index of the source
     * @param needed events before this time, in epoch milliseconds, are in no window, and don't go on
     */
    public static DeletionRule of(PipelineText text, int index, StateFromLake task, long needed) {
        return ids -> {
            Pipeline pipeline = PipelineCompiler.compile(text);
            Source source = pipeline.sources().get(index);
            ScoringSavepoint before = ScoringSavepoint.open(task.from());
            return new DeletedBefore(
                    source, before.waiting(pipeline), before.waitingTombstones(source.name(), ids), needed);
        };
    }

    @Override
    public void decide(List<PartialVector> events, List<PartialVector> tombstones, Consumer<PartialVector> onward) {
        Set<PartialVector> deleted = deleted(
                events,
                tombstones.stream()
                        .map(PartialVector::event)
                        .filter(tombstone -> !tombstonesThatWait.contains(Place.of(tombstone)))
                        .toList());
        for (PartialVector partial : events) {
            if (isDeletionToWait(partial)) {
                onward.accept(partial);
                onward.accept(PartialVector.retraction(partial.event()));
            } else if (isNeeded(partial) && !deleted.contains(partial)) {
                onward.accept(partial);
            }
        }
    }

    private boolean isDeletionToWait(PartialVector partial) {
        return partial.isScored() && atSets.isDeletionToWait(partial.event());
    }

    private boolean isNeeded(PartialVector partial) {
        return partial.event().time() >= needed;
    }

    private Set<PartialVector> deleted(List<PartialVector> events, List<Event> tombstones) {
        List<PartialVector> open =
                events.stream().filter(partial -> !isDeletionToWait(partial)).toList();
        int known = events.size() - open.size();
        int count = tombstones.size() - known;
        if (count <= 0) {
            return Set.of();
        }
        if (count >= open.size()) {
            return new HashSet<>(open);
        }
        Set<PartialVector> found = known == 0 && areOfOnePartition(open, tombstones) ? inOrder(open, tombstones) : null;
        if (found != null) {
            return found;
        }
        if (open.stream().anyMatch(this::isNeeded)) {
            throw unclear(tombstones.get(0));
        }
        return Set.of();
    }

    private static boolean areOfOnePartition(List<PartialVector> events, List<Event> tombstones) {
        int partition = tombstones.get(0).partition();
        return events.stream().allMatch(partial -> partial.event().partition() == partition)
                && tombstones.stream().allMatch(tombstone -> tombstone.partition() == partition);
    }

    /** Those that were deleted, of records that were read in the order of their offsets; null where that is not clear. */
    private static @Nullable Set<PartialVector> inOrder(List<PartialVector> events, List<Event> tombstones) {
        List<PartialVector> ordered = new ArrayList<>(events);
        ordered.sort(Comparator.comparingLong(partial -> partial.event().offset()));
        Set<PartialVector> deleted = new HashSet<>();
        for (Event tombstone : tombstones.stream()
                .sorted(Comparator.comparingLong(Event::offset))
                .toList()) {
            int behind = (int) ordered.stream()
                    .filter(partial -> partial.event().offset() < tombstone.offset())
                    .count();
            boolean mayBeLast = behind > 0 && !deleted.contains(ordered.get(behind - 1));
            boolean mayBeNext = behind < ordered.size();
            if (mayBeLast && mayBeNext) {
                return null;
            }
            if (mayBeLast || mayBeNext) {
                deleted.add(ordered.get(mayBeLast ? behind - 1 : behind));
            }
        }
        return deleted;
    }

    private IllegalStateException unclear(Event tombstone) {
        return new IllegalStateException("source " + source.name() + ", topic " + source.topic() + ", partition "
                + tombstone.partition() + ", offset " + tombstone.offset()
                + ": the lake does not tell which event this tombstone has deleted, because its id was used for several; go on from the savepoint"
                + " itself, and what is new is missing until its windows are full");
    }
}
