package io.millrace.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Names what the microbenchmark of the evaluator found: {@code features.evaluator_us}, microseconds for an event from the stored bytes and back, and {@code features.evaluator_in_memory_us}, on entities that are decoded. */
final class EvaluatorFigures {
    private static final Map<String, String> NAMES = Map.of(
            "EvaluatorBenchmark.fromBytes", "features.evaluator_us",
            "EvaluatorBenchmark.inMemory", "features.evaluator_in_memory_us");

    private EvaluatorFigures() {}

    /**
     * Reads the figures.
     *
     * @param results what JMH wrote as JSON
     * @return the figures by their names
     * @throws BenchException where one of them is not there, or there several times
     */
    static Map<String, Double> of(Path results) {
        JsonNode all = read(results);
        Map<String, Double> figures = new TreeMap<>();
        NAMES.forEach((benchmark, name) -> figures.put(name, score(all, benchmark, results)));
        return figures;
    }

    private static JsonNode read(Path results) {
        try {
            return new ObjectMapper().readTree(results.toFile());
        } catch (IOException unreadable) {
            throw new BenchException(results + ": expected the results of JMH as JSON: " + unreadable.getMessage());
        }
    }

    private static double score(JsonNode all, String benchmark, Path results) {
        double found = Double.NaN;
        int count = 0;
        for (JsonNode result : all) {
            if (result.path("benchmark").asText().endsWith("." + benchmark)) {
                found = result.path("primaryMetric").path("score").asDouble(Double.NaN);
                count++;
            }
        }
        if (count != 1 || Double.isNaN(found)) {
            throw new BenchException(results + ": expected one score of " + benchmark + ", found " + count
                    + "; run it with one value of each parameter");
        }
        return found;
    }
}
