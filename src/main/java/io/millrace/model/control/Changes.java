package io.millrace.model.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The accepted changes of one segment, and the line-ups that follow from them: a function of the changes and the order in which they were decided on. */
final class Changes {
    private static final Comparator<ModelCommand> BY_TIME = Comparator.comparingLong(ModelCommand::at);

    private final List<ModelCommand> decided = new ArrayList<>();
    private long[] times = {};
    private List<Lineup> lineups = List.of();

    void add(ModelCommand change) {
        decided.add(change);
        List<ModelCommand> inOrder = new ArrayList<>(decided);
        inOrder.sort(BY_TIME); // stable: of the same time, what was decided on later holds
        times = inOrder.stream().mapToLong(ModelCommand::at).toArray();
        List<Lineup> made = new ArrayList<>();
        Lineup lineup = Lineup.EMPTY;
        for (ModelCommand command : inOrder) {
            lineup = after(lineup, command);
            made.add(lineup);
        }
        lineups = List.copyOf(made);
    }

    private static Lineup after(Lineup before, ModelCommand change) {
        return switch (change.kind()) {
            case PREPARE -> before;
            case ACTIVATE -> activated(before, change.models().get(0).digest());
            case SPLIT ->
                new Lineup(
                        before.champion(),
                        before.lastGood(),
                        without(before.champion(), change.models()),
                        before.shadows());
            case SHADOW ->
                new Lineup(
                        before.champion(),
                        before.lastGood(),
                        before.challengers(),
                        without(before.champion(), change.models()).stream()
                                .map(Share::digest)
                                .toList());
            case RETIRE -> retired(before, change.models().get(0).digest());
        };
    }

    private static Lineup activated(Lineup before, String digest) {
        boolean isChange = !digest.equals(before.champion());
        Lineup rest = retired(before, digest);
        return new Lineup(digest, isChange ? before.champion() : before.lastGood(), rest.challengers(), rest.shadows());
    }

    private static Lineup retired(Lineup before, String digest) {
        return new Lineup(
                before.champion(),
                digest.equals(before.lastGood()) ? null : before.lastGood(),
                without(digest, before.challengers()),
                before.shadows().stream()
                        .filter(shadow -> !shadow.equals(digest))
                        .toList());
    }

    private static List<Share> without(@Nullable String digest, List<Share> shares) {
        return shares.stream()
                .filter(share -> !Objects.equals(share.digest(), digest))
                .toList();
    }

    Lineup at(long time) {
        int found = Arrays.binarySearch(times, time);
        int index = found >= 0 ? lastOf(found) : -found - 2;
        return index < 0 ? Lineup.EMPTY : lineups.get(index);
    }

    /** The last of the changes that hold from the same time on. */
    private int lastOf(int index) {
        int last = index;
        while (last + 1 < times.length && times[last + 1] == times[index]) {
            last++;
        }
        return last;
    }

    /** Whether a line-up of this time or a later one is so. */
    boolean anyFrom(long time, Predicate<Lineup> which) {
        return which.test(at(time))
                || IntStream.range(0, times.length).anyMatch(i -> times[i] > time && which.test(lineups.get(i)));
    }
}
