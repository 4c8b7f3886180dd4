package io.millrace.flink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Swaps models under a steady load, checks that each swap loaded a model, and that each event was scored once and by the version that was decided, and writes latencies as JSON: in the calm between swaps, and while a swap is under way, from the preparation of the new
 * model until after the old one is retired.
 *
 * <p>Arguments: {@code --json FILE [--rate 10000] [--seconds 60] [--models mlp,trees100]}.
 */
final class SwapFigures {
    private final Map<String, Double> figures = new TreeMap<>();

    private SwapFigures() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        int rate = Integer.parseInt(option(given, "--rate", "10000"));
        int seconds = Integer.parseInt(option(given, "--seconds", "60"));
        SwapFigures made = new SwapFigures();
        double worst = 0;
        for (String model : option(given, "--models", "mlp,trees100").split(",", -1)) {
            worst = Math.max(worst, made.take(model, SwapRun.of(model, rate, seconds), seconds));
        }
        made.figures.put("scoring.swap_p99_ratio", worst);
        made.figures.forEach((name, value) -> System.out.printf("%-60s %10.3f%n", name, value));
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(new File(option(given, "--json", "swap.json")), made.figures);
    }

    private static String option(List<String> given, String name, String otherwise) {
        int at = given.indexOf(name);
        return at < 0 || at + 1 == given.size() ? otherwise : given.get(at + 1);
    }

    /** The 99th percentile while a swap is under way, over that of the calm. */
    private double take(String model, SwapLedger ledger, int seconds) {
        ledger.check();
        long swaps = (seconds * 1_000L - SwapRun.WARM) / SwapRun.PERIOD;
        List<Long> activations = ledger.activations();
        if (activations.size() != swaps + 1) {
            throw new IllegalStateException(
                    "of " + swaps + " swaps, " + (activations.size() - 1) + " took place: " + ledger.decisions());
        }
        long loads = SwapRun.PARALLELISM * (swaps + 1);
        if (ledger.loaded() != loads) {
            throw new IllegalStateException("subtasks loaded models " + ledger.loaded() + " times; expected " + loads
                    + ", since what is retired is closed before it is prepared again");
        }
        Histogram swapping = ledger.latencies(millis -> isSwapping(millis, swaps));
        Histogram calm = ledger.latencies(millis -> isAfterWarm(millis, swaps) && !isSwapping(millis, swaps));
        put(model + ".calm", calm);
        put(model + ".swapping", swapping);
        double ratio = (double) swapping.getValueAtPercentile(99) / calm.getValueAtPercentile(99);
        String name = "scoring.swap." + model;
        figures.put(name + ".p99_ratio", ratio);
        figures.put(name + ".swaps", (double) swaps);
        figures.put(name + ".events", (double) ledger.events());
        return ratio;
    }

    private static boolean isAfterWarm(long millis, long swaps) {
        return millis >= SwapRun.began(0) && millis < SwapRun.began(swaps);
    }

    private static boolean isSwapping(long millis, long swaps) {
        return isAfterWarm(millis, swaps) && (millis - SwapRun.began(0)) % SwapRun.PERIOD < SwapRun.SWAPPING;
    }

    private void put(String name, Histogram latencies) {
        for (double percentile : new double[] {50, 99, 99.9}) {
            String suffix = percentile == 99.9 ? "999" : Integer.toString((int) percentile);
            figures.put(
                    "scoring.swap." + name + ".p" + suffix + "_ms",
                    latencies.getValueAtPercentile(percentile) / 1_000.0);
        }
    }
}
