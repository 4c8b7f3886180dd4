package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelDigest;
import io.millrace.model.ScoringException;
import io.millrace.onnx.TinyModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxScorerTest {
    private static final String FINGERPRINT = "f00d";
    private static final int WIDTH = 3;

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
    void refusesACorruptArtefact() {
        byte[] artefact = fitting().bytes(WIDTH);
        String digest = ModelDigest.of(artefact);
        artefact[10] ^= 1;

        assertThatThrownBy(() -> OnnxScorer.open(artefact, digest, FINGERPRINT, WIDTH, 4))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("model " + digest + " is corrupt: the SHA-256 of its " + artefact.length
                        + " bytes is " + ModelDigest.of(artefact));
    }

    @Test
    void refusesTheModelOfAnotherVector() {
        assertRefused(
                new TinyModel().metadata(Map.of("millrace.fingerprint", "beef")).bytes(WIDTH),
                "it was trained for the vector with fingerprint beef, but the pipeline's is f00d; train it again with this"
                        + " definition, or restore the definition that it was trained with");
    }

    @Test
    void refusesAModelThatDoesNotSayItsVector() {
        assertRefused(
                new TinyModel().bytes(WIDTH),
                "its metadata has no millrace.fingerprint, expected f00d; write the fingerprint of the pipeline's vector into"
                        + " the ONNX file's metadata_props");
    }

    @Test
    void refusesAnotherWidth() {
        assertRefused(
                fitting().bytes(2),
                "its input vector: float[N, 2] has another shape than the vector; expected one, float[N, 3]; the model must take"
                        + " the pipeline's 3 inputs in their order");
    }

    @Test
    void refusesAFixedNumberOfRows() {
        assertRefusedStarting(
                fitting().rows(8).bytes(WIDTH),
                "its input vector: float[8, 3] has a fixed number of rows; expected one, float[N, 3]; export it with a dynamic"
                        + " first dimension");
    }

    @Test
    void refusesOtherTypesThanFloat() {
        assertRefusedStarting(
                fitting().ofLongs().bytes(WIDTH),
                "its input vector: int64[N, 3] holds no floats; expected one, float[N, 3]; export it with a float input");
    }

    @Test
    void refusesMaps() {
        assertRefused(
                fitting().zipped().bytes(WIDTH),
                "its output score: sequence[] is no tensor of floats; expected float[N, 1] or float[N]; export classifiers"
                        + " without ZipMap and name the probability of the positive class \"score\"");
    }

    @Test
    void refusesAModelWithoutAScore() {
        assertRefused(
                fitting().output("probability").bytes(WIDTH),
                "it has no output \"score\" but probability: float[N, 1]; expected float[N, 1] or float[N]; name the output that"
                        + " holds the score \"score\"");
    }

    @Test
    void reportsAllReasonsAtOnce() {
        byte[] artefact = new TinyModel().output("y").bytes(2);

        assertThatThrownBy(() -> open(artefact))
                .isInstanceOfSatisfying(
                        DefinitionException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    private static void assertRefused(byte[] artefact, String what) {
        assertThatThrownBy(() -> open(artefact))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("model " + ModelDigest.of(artefact) + ": " + what);
    }

    private static void assertRefusedStarting(byte[] artefact, String what) {
        assertThatThrownBy(() -> open(artefact))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("model " + ModelDigest.of(artefact) + ": " + what);
    }

    private static TinyModel fitting() {
        return new TinyModel().metadata(Map.of("millrace.fingerprint", FINGERPRINT));
    }

    private static OnnxScorer open(byte[] artefact) {
        return OnnxScorer.open(artefact, ModelDigest.of(artefact), FINGERPRINT, WIDTH, 4);
    }
}
