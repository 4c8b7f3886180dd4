package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.DefinitionException;
import io.millrace.model.Ensemble;
import io.millrace.model.Ensemble.Member;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ensembles of real models, as jobs open them. */
class ServedEnsembleTest {
    private static final String VECTOR = "f00d";
    private static final List<String> FOUR = List.of("a.one", "a.two", "a.three", "a.four");
    private static final int[] IN_ORDER = {0, 1, 2, 3};
    private static final int CAPACITY = 7;

    @TempDir
    private Path directory;

    private final KeptModel probes = new KeptModel("torch-mlp");

    @Test
    void itsScoreIsTheWeightedMeanOfItsMembersToTheBit() throws Exception {
        String one = keep(stamped("xgboost", VECTOR));
        String two = keep(stamped("torch-mlp", VECTOR));
        String ensemble = keep(new Ensemble(VECTOR, List.of(new Member(one, 0.7), new Member(two, 0.3))));
        boolean oneIsFirst = one.compareTo(two) < 0;
        try (Scorer first = open(oneIsFirst ? one : two);
                Scorer second = open(oneIsFirst ? two : one);
                Scorer both = open(ensemble)) {
            List<Float> put = new ArrayList<>();
            for (int from = 0; from < 35; from += CAPACITY) {
                List.of(first, second, both).forEach(fill(from));
                for (int row = 0; row < CAPACITY; row++) {
                    float expected = (float) (0.0
                            + (oneIsFirst ? 0.7 : 0.3) * first.score(row)
                            + (oneIsFirst ? 0.3 : 0.7) * second.score(row));
                    assertThat(both.score(row)).isEqualTo(expected);
                    put.add(both.score(row));
                }
            }
            assertThat(put.stream().distinct().count()).isGreaterThan(20);
            assertThat(filled(both)).as("filled as floats").isEqualTo(put.subList(0, CAPACITY));
            assertThat(both.execution())
                    .startsWith("weighted mean of ")
                    .contains(first.execution(), second.execution());
        }
        assertThat(List.of(one, two)).noneMatch(OnnxModel::isLoaded);
    }

    private Consumer<Scorer> fill(int from) {
        return scorer -> {
            for (int row = 0; row < CAPACITY; row++) {
                scorer.put(row, vector(from + row), IN_ORDER);
            }
            scorer.run(CAPACITY);
        };
    }

    private List<Float> filled(Scorer scorer) {
        for (int row = 0; row < CAPACITY; row++) {
            double[] vector = vector(row);
            for (int column = 0; column < FOUR.size(); column++) {
                scorer.input().put(row * FOUR.size() + column, (float) vector[column]);
            }
        }
        scorer.run(CAPACITY);
        List<Float> scores = new ArrayList<>();
        for (int row = 0; row < CAPACITY; row++) {
            scores.add(scorer.score(row));
        }
        return scores;
    }

    private double[] vector(int row) {
        double[] vector = new double[FOUR.size()];
        for (int column = 0; column < vector.length; column++) {
            vector[column] = probes.input("vector", row, column);
        }
        return vector;
    }

    @Test
    void hasOneDigestHoweverItIsWritten() throws Exception {
        Member a = new Member("a", 0.7);
        Member b = new Member("b", 0.3);
        byte[] artefact = EnsembleJson.write(new Ensemble(VECTOR, List.of(b, a)));
        assertThat(artefact).isEqualTo(EnsembleJson.write(new Ensemble(VECTOR, List.of(a, b))));
        assertThat(artefact)
                .asString()
                .isEqualTo("{\"featureFingerprint\":\"f00d\",\"members\":[{\"digest\":\"a\",\"weight\":0.7},"
                        + "{\"digest\":\"b\",\"weight\":0.3}]}\n");
        assertThat(EnsembleJson.read(artefact, "e")).isEqualTo(new Ensemble(VECTOR, List.of(a, b)));
        String digest = keep(new Ensemble(VECTOR, List.of(a, b)));
        assertThat(Files.exists(directory.resolve("p").resolve(digest).resolve("ensemble.json")))
                .isTrue();
    }

    @Test
    void refusesWhatIsNoEnsemble() {
        assertThatThrownBy(() -> EnsembleJson.read("{".getBytes(StandardCharsets.UTF_8), "e"))
                .hasMessageStartingWith("e: it is not valid JSON: ");
        assertThatThrownBy(() -> EnsembleJson.read(
                        "{\"featureFingerprint\":\"f\",\"members\":[]}".getBytes(StandardCharsets.UTF_8), "e"))
                .hasMessage("e: it is no ensemble: it has 0 members; expected two or more, each with its weight");
    }

    @Test
    void aMemberThatCannotBeUsedIsNamedAndNothingStaysOpen() throws Exception {
        String one = keep(stamped("xgboost", VECTOR));
        String other = keep(stamped("torch-mlp", "beef"));
        String missing = "f".repeat(64);
        assertRefused(of(one, missing), "model " + missing + " of pipeline p is not in the store");
        assertRefused(of(one, other), "model " + other + ": it was trained for the vector with fingerprint beef");
        String inner = of(one, "e".repeat(64));
        assertRefused(of(one, inner), "its member " + inner + " is an ensemble itself; name that one's members");
        assertThat(OnnxModel.isLoaded(one)).isFalse();
    }

    private void assertRefused(String digest, String reason) {
        assertThatThrownBy(() -> open(digest))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(reason);
    }

    private String of(String one, String two) throws IOException {
        return keep(new Ensemble(VECTOR, List.of(new Member(one, 0.5), new Member(two, 0.5))));
    }

    private Scorer open(String digest) throws IOException {
        return new ServedModels(directory.toString(), "p", new ModelInputs(VECTOR, FOUR), Duration.ofSeconds(10), true)
                .open(digest, CAPACITY);
    }

    private static byte[] stamped(String name, String fingerprint) {
        KeptModel kept = new KeptModel(name);
        return new ModelStamp(name, kept.artefact()).fingerprint(fingerprint).toBytes();
    }

    private String keep(Ensemble ensemble) throws IOException {
        return keep(EnsembleJson.write(ensemble));
    }

    private String keep(byte[] artefact) throws IOException {
        String digest = ModelDigest.of(artefact);
        ModelCard card =
                new ModelCard(digest, "p", "m", VECTOR, FOUR, Instant.EPOCH, Instant.EPOCH, 1, 1, Map.of(), Map.of());
        new FileModelStore(directory.toString()).put(artefact, card);
        return digest;
    }
}
