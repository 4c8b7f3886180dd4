package io.millrace.explain;

import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * What a prediction is compared with: others that have its vector, were not made for comparison alone, and whose events are not later. Of many, those with the smallest ids, which are hashes; so
 * all predictions of a time are compared with nearly the same ones.
 *
 * @param predictions in the order of their ids
 */
record Background(List<Prediction> predictions) {
    /** The most that are taken. */
    static final int MOST = 100;

    Background {
        predictions = List.copyOf(predictions);
    }

    static Background of(Prediction explained, List<Prediction> all) {
        return new Background(all.stream()
                .filter(prediction -> prediction.featureFingerprint().equals(explained.featureFingerprint()))
                .filter(prediction -> prediction.slot() != Slot.SHADOW)
                .filter(prediction -> prediction.eventTime() <= explained.eventTime())
                .filter(prediction -> !prediction.eventId().equals(explained.eventId()))
                .sorted(Comparator.comparing(Prediction::id))
                .limit(MOST)
                .toList());
    }

    /** The first ones. */
    Background first(int most) {
        return new Background(predictions.subList(0, Math.min(most, predictions.size())));
    }

    /** Says which they are. */
    String hash() {
        MessageDigest sha256 = sha256();
        predictions.forEach(prediction -> sha256.update(prediction.idBytes()));
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Event time of the earliest. */
    long from() {
        return predictions.stream().mapToLong(Prediction::eventTime).min().orElseThrow();
    }

    /** Event time of the latest. */
    long to() {
        return predictions.stream().mapToLong(Prediction::eventTime).max().orElseThrow();
    }

    /** What random numbers of an explanation come from: the same for the same prediction. */
    static long seed(Prediction prediction) {
        return ByteBuffer.wrap(sha256().digest(prediction.id().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
