package io.millrace.dev.proof;

import io.millrace.dev.watch.OffsetSet;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Trigger;
import java.util.EnumMap;
import java.util.Map;

/** What became of the records of the scored source, as a consumer sees it: each is to have one answer, a prediction or a dead letter. Used by several threads. */
final class Answers {
    private final String topic;
    private final OffsetSet answered = new OffsetSet();
    private final Map<Reason, Long> letters = new EnumMap<>(Reason.class);
    private long predictions;
    private long scoredLetters;
    private long repeated;

    /** @param topic of the scored source */
    Answers(String topic) {
        this.topic = topic;
    }

    /**
     * What is known at one moment.
     *
     * @param answered records that have an answer
     * @param repeated further answers of such records: must be none
     * @param predictions all that were seen
     * @param scoredLetters dead letters of the scored source
     * @param letters dead letters of all sources, by reason
     */
    record Totals(long answered, long repeated, long predictions, long scoredLetters, Map<Reason, Long> letters) {
        Totals {
            letters = Map.copyOf(letters);
        }
    }

    synchronized void seen(Prediction prediction) {
        Trigger trigger = prediction.trigger();
        predictions++;
        take(trigger.partition(), trigger.offset());
    }

    synchronized void seen(DeadLetter letter) {
        letters.merge(letter.reason(), 1L, Long::sum);
        if (letter.topic().equals(topic)) {
            scoredLetters++;
            take(letter.partition(), letter.offset());
        }
    }

    private void take(int partition, long offset) {
        if (!answered.add(partition, offset)) {
            repeated++;
        }
    }

    /** The first record of a partition that has no answer yet. */
    synchronized long firstUnanswered(int partition) {
        return answered.firstGap(partition);
    }

    synchronized Totals totals() {
        return new Totals(answered.size(), repeated, predictions, scoredLetters, letters);
    }
}
