package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.model.ScoringException;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.TinyModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxScorerTest {
    private static final String FINGERPRINT = "f00d";
    private static final int WIDTH = 3;
    private static final int[] IN_ORDER = {0, 1, 2};

    @Test
    void scoresEachRowOfABatch() {
        try (OnnxScorer scorer = open(fitting().bytes(WIDTH))) {
            assertThat(scorer.width()).isEqualTo(WIDTH);
            assertThat(scorer.capacity()).isEqualTo(4);
            for (int i = 0; i < 2 * WIDTH; i++) {
                scorer.input().put(i, i);
            }
            scorer.run(2);
            assertThat(scorer.score(0)).isEqualTo(3);
            assertThat(scorer.score(1)).isEqualTo(12);
            scorer.input().put(0, Float.NaN);
            scorer.run(1);
            assertThat(scorer.score(0)).isNaN();
        }
    }

    @Test
    void takesAFlatOutput() {
        try (OnnxScorer scorer = open(fitting().flat().bytes(WIDTH))) {
            scorer.input().put(0, 5);
            scorer.run(1);
            assertThat(scorer.score(0)).isEqualTo(5);
        }
    }

    @Test
    void failsABatchAndScoresTheNext() {
        byte[] artefact = fitting().picky().bytes(1);
        String digest = ModelDigest.of(artefact);
        try (OnnxScorer scorer = OnnxScorer.open(artefact, digest, FINGERPRINT, 1, 4)) {
            scorer.input().put(0, new float[] {1, 99});
            assertThatThrownBy(() -> scorer.run(2))
                    .isInstanceOf(ScoringException.class)
                    .hasMessageStartingWith("model " + digest + " failed on a batch of 2: ")
                    .hasMessageContaining("out of data bounds");

            scorer.input().put(0, new float[] {1, 3});
            scorer.run(2);
            assertThat(scorer.score(0)).isEqualTo(0.25f);
            assertThat(scorer.score(1)).isEqualTo(0.75f);
        }
    }

    @Test
    void namesWhatTheBitsDependOn() {
        try (OnnxScorer scorer = open(fitting().bytes(WIDTH))) {
            assertThat(scorer.execution()).isEqualTo("onnxruntime 1.28.0; intra_op=1; " + Processor.describe());
        }
    }

    @Test
    void readsTheProcessorsExtensions() {
        assertThat(Processor.describe(
                        "amd64", List.of("vendor_id : x", "flags\t\t: fpu avx avx2 avx512f rdseed fma avx")))
                .isEqualTo("x86_64 avx512f avx2 fma avx");
        assertThat(Processor.describe("aarch64", List.of("Features\t: fp asimd asimddp")))
                .isEqualTo("aarch64 asimd asimddp");
        assertThat(Processor.describe("aarch64", List.of())).isEqualTo("aarch64");
    }

    @Test
    void refusesValuesThatAnInputCanNotTake() {
        try (OnnxScorer scorer = columns()) {
            assertThatThrownBy(() -> run(scorer, 2.5, 1, 0.5))
                    .isInstanceOf(ScoringException.class)
                    .hasMessage(
                            "feature card.count_1d is 2.5, but the model's input card_count_1d: int64[N, 1] takes a whole"
                                    + " number up to 2^53");
            assertThatThrownBy(() -> run(scorer, Double.NaN, 1, 0.5))
                    .hasMessage(
                            "feature card.count_1d is missing, but the model's input card_count_1d: int64[N, 1] takes a"
                                    + " whole number up to 2^53");
            assertThatThrownBy(() -> run(scorer, 0x1p54, 1, 0.5))
                    .hasMessageContaining("takes a whole number up to 2^53");
            assertThatThrownBy(() -> run(scorer, 2, 0.5, 0.5))
                    .hasMessage(
                            "feature transaction.night is 0.5, but the model's input transaction_night: bool[N, 1] takes 0"
                                    + " or 1");
            assertThatThrownBy(() -> run(scorer, 2, Double.NaN, 0.5)).hasMessageContaining("is missing, but");
            run(scorer, 2, 0, Double.NaN);
            assertThat(scorer.score(0)).as("floats may be missing").isNaN();
        }
    }

    private static void run(OnnxScorer scorer, double... values) {
        scorer.put(0, values, IN_ORDER);
        scorer.run(1);
    }

    private static OnnxScorer columns() {
        KeptModel kept = new KeptModel("sklearn-pipeline-columns");
        byte[] artefact = new ModelStamp(kept.name(), kept.artefact())
                .fingerprint(FINGERPRINT)
                .toBytes();
        List<String> features = List.of("card.count_1d", "transaction.night", "transaction.amount");
        return OnnxScorer.open(artefact, ModelDigest.of(artefact), new ModelInputs(FINGERPRINT, features), 4, null);
    }

    @Test
    void passesWholeNumbersThatFloatsCanNotHold() {
        byte[] artefact = fitting()
                .ofLongs()
                .metadata(Map.of(
                        "millrace.fingerprint", FINGERPRINT,
                        "millrace.score", "chance",
                        "millrace.outputs", "score"))
                .withChance()
                .bytes(WIDTH);
        try (OnnxScorer scorer = open(artefact)) {
            run(scorer, 1L << 52, 1, 0);
            assertThat(scorer.output(0, 0)).isEqualTo((1L << 52) + 1);
            assertThat(scorer.score(0)).isEqualTo(0x1p52f);
        }
    }

    @Test
    void scoresWithinATimeout() {
        byte[] artefact = fitting().bytes(WIDTH);
        ModelInputs inputs = ModelInputs.unnamed(FINGERPRINT, WIDTH);
        try (OnnxScorer scorer =
                OnnxScorer.open(artefact, ModelDigest.of(artefact), inputs, 4, Duration.ofMinutes(10))) {
            run(scorer, 1, 2, 3);
            assertThat(scorer.score(0)).isEqualTo(6);
        }
    }

    private static TinyModel fitting() {
        return new TinyModel().metadata(Map.of("millrace.fingerprint", FINGERPRINT));
    }

    private static OnnxScorer open(byte[] artefact) {
        return OnnxScorer.open(artefact, ModelDigest.of(artefact), FINGERPRINT, WIDTH, 4);
    }
}
