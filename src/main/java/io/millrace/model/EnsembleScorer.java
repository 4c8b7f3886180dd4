package io.millrace.model;

import io.millrace.model.Ensemble.Member;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scores vectors with the weighted mean of several models' scores.
 *
 * <p>The products of weights and scores are summed up as doubles in the members' order, then narrowed to a float: the same members give the same bits.
 */
public final class EnsembleScorer implements Scorer {
    private final List<Weighted> members;
    private final FloatBuffer input;
    private boolean isPut;

    /**
     * A member that is open.
     *
     * @param digest names it in messages
     */
    public record Weighted(String digest, Scorer scorer, double weight) {}

    /** @param members of the same width and capacity, at least one, in the order of {@link Ensemble#members}; closed with the ensemble */
    public EnsembleScorer(List<Weighted> members) {
        this.members = List.copyOf(members);
        this.input = ByteBuffer.allocateDirect(capacity() * width() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Opens a member by its digest. */
    public interface MemberOpener {
        Scorer open(String digest) throws IOException;
    }

    /**
     * Opens the members of an ensemble.
     *
     * @throws IOException as the opener does; what was open by then is closed
     */
    public static EnsembleScorer open(Ensemble ensemble, MemberOpener opener) throws IOException {
        List<Weighted> open = new ArrayList<>();
        try {
            for (Member member : ensemble.members()) {
                open.add(new Weighted(member.digest(), opener.open(member.digest()), member.weight()));
            }
            return new EnsembleScorer(open);
        } catch (RuntimeException | IOException e) {
            open.forEach(member -> member.scorer().close());
            throw e;
        }
    }

    private Scorer first() {
        return members.get(0).scorer;
    }

    @Override
    public int width() {
        return first().width();
    }

    @Override
    public int capacity() {
        return first().capacity();
    }

    @Override
    public FloatBuffer input() {
        isPut = false;
        return input;
    }

    @Override
    public void put(int row, double[] values, int[] slots) {
        isPut = true;
        for (int i = 0; i < members.size(); i++) {
            members.get(i).scorer.put(row, values, slots);
        }
    }

    @Override
    public void run(int rows) {
        for (int i = 0; i < members.size(); i++) {
            run(members.get(i), rows);
        }
    }

    private void run(Weighted member, int rows) {
        if (!isPut) {
            member.scorer.input().put(0, input, 0, rows * width());
        }
        try {
            member.scorer.run(rows);
        } catch (ScoringException e) {
            throw new ScoringException("member " + member.digest + ": " + e.getMessage(), e);
        }
    }

    @Override
    public float score(int row) {
        double sum = 0;
        for (int i = 0; i < members.size(); i++) {
            Weighted member = members.get(i);
            sum += member.weight * member.scorer.score(row);
        }
        return (float) sum;
    }

    @Override
    public String execution() {
        return "weighted mean of "
                + members.stream()
                        .map(member -> member.scorer.execution())
                        .distinct()
                        .collect(Collectors.joining(" | "));
    }

    @Override
    public void close() {
        members.forEach(member -> member.scorer.close());
    }
}
