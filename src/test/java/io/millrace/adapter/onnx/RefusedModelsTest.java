package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.TinyModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What can't be used says why, what was expected and what to do. */
class RefusedModelsTest {
    private static final String FINGERPRINT = "f00d";
    private static final List<String> FEATURES = List.of("card.spend", "card.count", "night");

    @Test
    void acceptsWhatFits() {
        assertThatCode(() -> check(fitting().bytes(3))).doesNotThrowAnyException();
    }

    @Test
    void aCorruptFile() {
        byte[] artefact = fitting().bytes(3);
        String digest = ModelDigest.of(artefact);
        artefact[10] ^= 1;
        assertThatThrownBy(() -> OnnxScorer.open(artefact, digest, FINGERPRINT, 3, 4))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("model " + digest + ": it is corrupt: the SHA-256 of its " + artefact.length + " bytes is "
                        + ModelDigest.of(artefact) + "; fetch or train it again");
    }

    @Test
    void aFileThatIsCutOff() {
        byte[] artefact = fitting().bytes(3);
        assertRefused(
                Arrays.copyOf(artefact, artefact.length - 40),
                "it is no ONNX file, or a part of one: the field at byte .* goes beyond the end; export it again");
        assertRefused(new byte[0], "it is no ONNX file, or a part of one: it holds no graph; export it again");
    }

    @Test
    void aModelOfAnotherVector() {
        assertRefused(
                new TinyModel().metadata(Map.of("millrace.fingerprint", "beef")).bytes(3),
                "it was trained for the vector with fingerprint beef, but the pipeline's is f00d; train it again with this"
                        + " definition, or restore the definition that it was trained with");
    }

    @Test
    void aModelThatDoesNotSayItsVector() {
        assertRefused(
                new TinyModel().bytes(3),
                "its metadata has no millrace.fingerprint, expected f00d; if it was trained on this pipeline's vector, say so"
                        + " with millrace models stamp FILE --pipeline PIPELINE --out FILE");
    }

    @Test
    void anotherWidth() {
        assertRefused(
                fitting().bytes(2),
                "its input vector: float\\[N, 2] has not one column for each of the vector's 3 features in their order;"
                        + " expected float\\[N, 3]; train and export it with these features");
    }

    @Test
    void aFixedNumberOfRows() {
        assertRefused(
                fitting().rows(8).bytes(3),
                "its input vector: float\\[8, 3] has a fixed number of rows; expected float\\[N, 3]; export it with a dynamic"
                        + " first dimension",
                "its output score: float\\[8, 1] is no score for each row; expected float\\[N], float\\[N, 1], or"
                        + " float\\[N, classes], or double; export it with a dynamic first dimension, or say with millrace"
                        + " models stamp --score NAME which output is the score");
    }

    @Test
    void anOutputThatIsNoRealNumber() {
        assertRefused(
                fitting().ofLongs().bytes(3),
                "which of its outputs is the score can't be told: score: int64\\[N, 1]; expected one of floats or doubles, or"
                        + " one named \"score\"; say it with millrace models stamp --score NAME");
    }

    @Test
    void maps() {
        assertRefused(
                fitting().zipped().bytes(3),
                "its output score: sequence\\[] is no tensor; export classifiers with zipmap=False, or let millrace models"
                        + " stamp take the ZipMap off");
    }

    @Test
    void metadataThatNamesNothing() {
        Map<String, String> metadata = Map.of(
                "millrace.fingerprint", FINGERPRINT,
                "millrace.score", "scor",
                "millrace.outputs", "label",
                "millrace.input.vectr", "night",
                "millrace.input.vector", "card.spend,card.cont,night");
        assertRefused(
                new TinyModel().metadata(metadata).bytes(3),
                "its metadata has millrace.input.vectr, but it has no input \"vectr\"; did you mean \"vector\"\\?",
                "millrace.input.vector names \"card.cont\", which is no feature of the vector; did you mean \"card.count\"\\?;"
                        + " name each input as its feature, or .*",
                "its metadata says millrace.score=scor, but it has no such output; did you mean \"score\"\\?; stamp it again",
                "its metadata says millrace.outputs=label, but it has no such output; known are score; stamp it again");
    }

    @Test
    void operatorsThatAreTooNewAndAllElseAtOnce() {
        assertRefused(
                new TinyModel().opset(27).bytes(2),
                "its metadata has no millrace.fingerprint, .*",
                "it is written for version 27 of the operators of ONNX, expected at most 26; export it with an older one"
                        + " \\(opset_version in PyTorch, target_opset in scikit-learn's and other converters\\)",
                "its input vector: float\\[N, 2] has not one column for .*");
    }

    /** What this runtime does is what is said of it. */
    @Test
    void theNewestVersionIsTheRuntimes() {
        byte[] newest = new TinyModel().opset(26).bytes(1);
        OnnxModel.open(newest, ModelDigest.of(newest)).close();
        byte[] newer = new TinyModel().opset(27).bytes(1);
        assertThatThrownBy(() -> OnnxModel.open(newer, ModelDigest.of(newer)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("Opset 27 is under development");
    }

    @Test
    void operatorsOfItsAuthorAndWeightsElsewhere() {
        assertRefused(
                fitting().withCustomOperator().withExternalWeights().bytes(3),
                "it uses the operator Tokenize of com.example, which ONNX Runtime doesn't have; expected operators of ONNX,"
                        + " ai.onnx.ml or com.microsoft; export it without custom operators",
                "its weights layer.weight lie in other files; expected all in one; export it with external_data=False, or load"
                        + " and save it with onnx.save\\(onnx.load\\(FILE\\), OUT, save_as_external_data=False\\)");
    }

    @Test
    void aModelThatIsTooBigForTheMemoryLeft() {
        Problems problems = new Problems();
        OnnxFile file = OnnxFile.read(TinyModel.withWeights(1000, "name"));
        assertThat(file.weights()).isBetween(4000L, 4100L);

        assertThat(MemoryNeed.check("it", 5000, 4000, 3 * 4000 + 14 * 1000, problems))
                .isTrue();
        assertThat(problems.list()).isEmpty();
        assertThat(MemoryNeed.check("it", 5000, 4000, 3 * 4000 + 14 * 1000 - 1, problems))
                .isFalse();
        assertThat(problems.list())
                .singleElement()
                .hasToString(
                        "it: it is too big for the memory that is left: its 5000 bytes, 4000 of them weights, take about"
                                + " 26000 to load, and 25999 are left in this container or machine; raise the container's memory"
                                + " (taskmanager.memory.task.off-heap.size in Flink, where the model it replaces counts too), or serve"
                                + " a smaller model");
    }

    @Property(tries = 400)
    void bytesThatAreMutatedNeverBreakTheReader(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] artefact = fitting().withChance().withExternalWeights().bytes(3);
        for (int i = random.nextInt(4); i >= 0; i--) {
            artefact[random.nextInt(artefact.length)] = (byte) random.nextInt();
        }
        byte[] mutated = Arrays.copyOf(artefact, random.nextInt(artefact.length + 1));
        try {
            OnnxFile.read(mutated);
        } catch (IllegalArgumentException e) {
            assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
        }
    }

    private static TinyModel fitting() {
        return new TinyModel().metadata(Map.of("millrace.fingerprint", FINGERPRINT));
    }

    private static void check(byte[] artefact) {
        new ModelCheck("it", new ModelInputs(FINGERPRINT, FEATURES)).run(artefact);
    }

    private static void assertRefused(byte[] artefact, String... patterns) {
        assertThatThrownBy(() -> check(artefact)).isInstanceOfSatisfying(DefinitionException.class, e -> {
            assertThat(e.problems()).hasSameSizeAs(patterns);
            for (int i = 0; i < patterns.length; i++) {
                assertThat(e.problems().get(i).where()).isEqualTo("it");
                assertThat(e.problems().get(i).what()).matches(patterns[i]);
            }
        });
    }
}
