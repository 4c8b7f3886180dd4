package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorFiguresTest {
    private static final String IN_MEMORY = result("inMemory", 0.8);
    private static final String FROM_BYTES = result("fromBytes", 3.2);

    @TempDir
    private Path directory;

    @Test
    void namesTheScoresOfBothWays() throws IOException {
        assertThat(EvaluatorFigures.of(results("[" + IN_MEMORY + "," + FROM_BYTES + "]")))
                .isEqualTo(Map.of("features.evaluator_us", 3.2, "features.evaluator_in_memory_us", 0.8));
    }

    @Test
    void refusesResultsWithoutOneOfThem() throws IOException {
        Path file = results("[" + IN_MEMORY + "]");
        assertThatThrownBy(() -> EvaluatorFigures.of(file))
                .isInstanceOf(BenchException.class)
                .hasMessage(
                        file
                                + ": expected one score of EvaluatorBenchmark.fromBytes, found 0; run it with one value of each parameter");
    }

    @Test
    void refusesSeveralScoresOfOneWay() throws IOException {
        Path file = results("[" + IN_MEMORY + "," + FROM_BYTES + "," + result("fromBytes", 2.2) + "]");
        assertThatThrownBy(() -> EvaluatorFigures.of(file)).hasMessageContaining("found 2");
    }

    @Test
    void saysWhichFileCanNotBeRead() {
        assertThatThrownBy(() -> EvaluatorFigures.of(directory.resolve("none.json")))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("none.json: expected the results of JMH as JSON");
    }

    private Path results(String json) throws IOException {
        return Files.writeString(directory.resolve("results.json"), json);
    }

    private static String result(String method, double score) {
        return "{\"benchmark\": \"io.millrace.feature.EvaluatorBenchmark." + method
                + "\", \"primaryMetric\": {\"score\": " + score + "}}";
    }
}
