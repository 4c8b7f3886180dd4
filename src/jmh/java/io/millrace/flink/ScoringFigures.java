package io.millrace.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs {@link ScoringBenchmark} and {@link JobLoop} and writes their figures as JSON: microseconds and allocated bytes for a row of each model, batch and way, and the ratios that tell how far the operator is from the limit.
 *
 * <p>Arguments: {@code --json FILE --pipeline FILE [--short] [--models mlp,trees100] [--batches 1,32]}, of which {@code trees100} must be one and {@code 1} another; the pipeline's file is what the benchmark of the whole pipeline wrote, with its CPU seconds for a million events.
 */
final class ScoringFigures {
    private static final List<String> MODELS = List.of("mlp", "trees100", "trees500");
    private static final List<String> BATCHES = List.of("1", "8", "32", "128");
    private static final String PIPELINE_CPU = "pipeline.cpu_seconds_per_million";

    private final Map<String, Double> micros = new TreeMap<>();
    private final Map<String, Double> figures = new TreeMap<>();

    private ScoringFigures() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        boolean brief = given.contains("--short");
        List<String> models = listed(given, "--models").orElse(brief ? List.of("mlp", "trees100") : MODELS);
        List<String> batches = listed(given, "--batches").orElse(brief ? List.of("1", "32") : BATCHES);
        ScoringFigures made = new ScoringFigures();
        new Runner(options(models, batches, brief).build()).run().forEach(made::take);
        for (String model : models) {
            made.runJobs(model, batches, Duration.ofMillis(brief ? 300 : 2_000));
        }
        made.compare(models, batches);
        made.comparePipeline(new ObjectMapper().readTree(file(given, "--pipeline")));
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file(given, "--json"), made.figures);
        made.figures.forEach((name, value) -> System.out.printf("%-60s %10.3f%n", name, value));
    }

    private static java.io.File file(List<String> given, String option) {
        int at = given.indexOf(option);
        if (at < 0 || at + 1 == given.size()) {
            throw new IllegalArgumentException(option + " FILE is missing");
        }
        return Path.of(given.get(at + 1)).toFile();
    }

    private static Optional<List<String>> listed(List<String> given, String option) {
        int at = given.indexOf(option);
        return at < 0 ? Optional.empty() : Optional.of(List.of(given.get(at + 1).split(",", -1)));
    }

    private static ChainedOptionsBuilder options(List<String> models, List<String> batches, boolean brief) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(ScoringBenchmark.class.getName())
                .addProfiler(GCProfiler.class)
                .param("model", models.toArray(String[]::new))
                .param("batch", batches.toArray(String[]::new));
        if (brief) {
            options.forks(0)
                    .warmupIterations(1)
                    .measurementIterations(1)
                    .warmupTime(TimeValue.milliseconds(200))
                    .measurementTime(TimeValue.milliseconds(200));
        }
        return options;
    }

    private static String name(String model, String by, String batch) {
        return "scoring." + model + "." + by + ".batch_" + batch;
    }

    private void take(RunResult result) {
        String name = name(
                result.getParams().getParam("model"),
                result.getParams().getParam("by"),
                result.getParams().getParam("batch"));
        micros.put(name, result.getPrimaryResult().getScore());
        figures.put(name + ".us", result.getPrimaryResult().getScore());
        result.getSecondaryResults().forEach((label, value) -> {
            if (label.endsWith("gc.alloc.rate.norm")) {
                figures.put(name + ".allocated_bytes", value.getScore());
            }
        });
    }

    /** The operator in a job; trees in Java too. The time is that of the processor, in the thread that scores. */
    private void runJobs(String model, Collection<String> batches, Duration each) throws Exception {
        byte[] artefact = ScoredModels.onnx(model);
        for (boolean inJava : model.equals("mlp") ? new boolean[] {false} : new boolean[] {false, true}) {
            for (String batch : batches) {
                String name = name(model, inJava ? "job_java" : "job", batch);
                micros.put(name, new JobLoop(artefact, Integer.parseInt(batch), inJava).micros(each, each));
                figures.put(name + ".us", micros.get(name));
            }
        }
    }

    private double of(String model, String by, String batch) {
        Double found = micros.get(name(model, by, batch));
        if (found == null) {
            throw new IllegalStateException(name(model, by, batch) + " was not measured");
        }
        return found;
    }

    /** The worst of all models and batches stands for the operator, the median for trees. */
    private void compare(Collection<String> models, Collection<String> batches) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        List<Double> trees = new ArrayList<>();
        for (String model : models) {
            for (String batch : batches) {
                double raw = of(model, "raw", batch);
                double operator = of(model, "operator", batch);
                figures.put("scoring." + model + ".operator_vs_raw.batch_" + batch, raw / operator);
                figures.put("scoring." + model + ".job_vs_raw.batch_" + batch, raw / of(model, "job", batch));
                least = Math.min(least, raw / operator);
                most = Math.max(most, operator - raw);
                if (!model.equals("mlp")) {
                    trees.add(operator / of(model, "operator_java", batch));
                }
            }
        }
        figures.put("scoring.operator_vs_raw", least);
        figures.put("scoring.overhead_us", most);
        figures.put("scoring.trees_vs_session", median(trees));
    }

    private static double median(Collection<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return (sorted.get(half) + sorted.get(sorted.size() - 1 - half)) / 2;
    }

    /** CPU for an event of the whole pipeline against ONNX Runtime's loop with 100 trees and batches of one. */
    private void comparePipeline(JsonNode pipeline) {
        if (!pipeline.has(PIPELINE_CPU)) {
            throw new IllegalArgumentException("the pipeline's figures have no " + PIPELINE_CPU);
        }
        figures.put(
                "scoring.pipeline_vs_raw_loop", pipeline.get(PIPELINE_CPU).doubleValue() / of("trees100", "raw", "1"));
    }
}
