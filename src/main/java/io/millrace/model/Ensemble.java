package io.millrace.model;

import java.util.Comparator;
import java.util.List;

/**
 * Models of one vector whose scores are averaged with weights. It is an artefact with a digest of its own, so that it is prepared, activated and rolled back as a model is.
 *
 * @param featureFingerprint fingerprint of the vector that all members take
 * @param members by ascending digest, two or more; their weights sum up to 1, within 1e-9
 */
public record Ensemble(String featureFingerprint, List<Member> members) {
    private static final double EXACT = 1e-9;

    /**
     * A model of an ensemble.
     *
     * @param digest SHA-256 of its artefact in lower-case hex; it is no ensemble itself
     * @param weight above 0
     */
    public record Member(String digest, double weight) {
        public Member {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "model " + digest + " has the weight " + weight + "; expected one above 0");
            }
        }
    }

    /** Puts the members in order. */
    public Ensemble {
        members = members.stream().sorted(Comparator.comparing(Member::digest)).toList();
        if (members.size() < 2) {
            throw new IllegalArgumentException(
                    "it has " + members.size() + " members; expected two or more, each with its weight");
        }
        if (members.stream().map(Member::digest).distinct().count() < members.size()) {
            throw new IllegalArgumentException("it names a model twice; name each once");
        }
        double sum = members.stream().mapToDouble(Member::weight).sum();
        if (!(Math.abs(sum - 1) <= EXACT)) {
            throw new IllegalArgumentException("its weights sum up to " + sum + "; expected 1");
        }
    }
}
