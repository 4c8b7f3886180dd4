package io.millrace.dev.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.commands.Commands;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofTest {
    private static final Commands.LakeCheck CHECKED = new Commands.LakeCheck(true, 10, 0, 0, 0, 0, "all there");
    private static final Sender.Sent SENT = new Sender.Sent(6, 0, 1, 1, 1, 1);

    private static Proof proof(Answers.Totals answers, Commands.LakeCheck checked, int code, String replayed) {
        ProofPlan plan = new ProofPlan(
                Path.of(""),
                Path.of("p"),
                Optional.empty(),
                6,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                1,
                1,
                42);
        return new Proof(plan, SENT, answers, checked, Commands.Replay.of(code, replayed), 1, Map.of("replay", 1.0));
    }

    private static Answers.Totals answers(long answered, long repeated, long predictions, long letters) {
        return new Answers.Totals(answered, repeated, predictions, letters, Map.of(Reason.DUPLICATE, letters));
    }

    @Test
    void holdsWhereAllIsThereOnceAndTheSame() {
        Proof proof = proof(answers(6, 0, 4, 2), CHECKED, 0, "4 of 4 predictions match to the bit\n");

        assertThat(proof.problems()).isEmpty();
        assertThat(proof.lake().rows()).isEqualTo(10);
        assertThat(proof.figures().number("proof.differing")).isZero();
        assertThat(proof.figures().number("proof.dead_letters.duplicate")).isEqualTo(2);
        assertThat(proof.table()).contains("predictions computed again");
    }

    @Test
    void saysWhatDoesNotHold() {
        Commands.LakeCheck gap = new Commands.LakeCheck(true, 10, 1, 0, 0, 0, "one missing");

        assertThat(proof(answers(5, 0, 3, 2), CHECKED, 0, "4 of 4 predictions match to the bit\n")
                        .problems())
                .hasSize(3);
        assertThat(proof(answers(6, 1, 5, 2), CHECKED, 0, "5 of 5 predictions match to the bit\n")
                        .problems())
                .anyMatch(problem -> problem.contains("1 of them more than one"));
        assertThat(proof(answers(6, 0, 4, 2), gap, 0, "4 of 4 predictions match to the bit\n")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("the lake does not hold every record once");
        assertThat(proof(answers(6, 0, 4, 2), CHECKED, 1, "3 of 4 predictions match to the bit\n")
                        .problems())
                .singleElement()
                .asString()
                .startsWith("4 predictions were made, and 3 of 4 came out again to the bit");
        assertThat(proof(answers(6, 0, 4, 2), CHECKED, 2, "no memory").problems())
                .hasSize(1);
    }

    @Test
    void anAnswerIsAPredictionOrADeadLetterOfTheScoredSource() {
        Answers answers = new Answers("transactions");
        answers.seen(letter("transactions", 0));
        answers.seen(letter("transactions", 0));
        answers.seen(letter("transactions", 2));
        answers.seen(letter("frauds", 1));

        assertThat(answers.totals()).isEqualTo(new Answers.Totals(2, 1, 0, 3, Map.of(Reason.DUPLICATE, 4L)));
        assertThat(answers.firstUnanswered(0)).isEqualTo(1);
        assertThat(answers.firstUnanswered(1)).isZero();
    }

    private static DeadLetter letter(String topic, long offset) {
        return new DeadLetter(topic, topic, 0, offset, 0, Reason.DUPLICATE, "twice", null, null, null);
    }
}
