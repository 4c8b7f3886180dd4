package io.millrace.cli;

import io.millrace.config.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How predictions are replayed while they are made. */
final class ContinuousOptions {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,9})?)%");
    private static final int LAST_PORT = 65_535;
    private static final int NO_PORT = -1;

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--continuous", description = "Replay predictions from now on, while they are made, until Ctrl-C.")
    private boolean continuous;

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            description = "With --continuous: how many of them, chosen by their ids; ${DEFAULT-VALUE} by default.")
    private String share = "1%";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            description = "With --continuous: how often; ${DEFAULT-VALUE} by default.")
    private String every = "10s";

    @Option(names = "--for", paramLabel = "TIME", description = "With --continuous: for how long.")
    private @Nullable String length;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "With --continuous: where metrics can be fetched for Prometheus, under /metrics.")
    private int metricsPort = NO_PORT;

    /** Whether predictions are replayed while they are made; an option that means nothing otherwise is refused. */
    boolean continuous() {
        for (String option : List.of("--share", "--every", "--for", "--metrics-port")) {
            if (!continuous && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw wrong(option + " means nothing without --continuous; add it");
            }
        }
        return continuous;
    }

    /** Above 0, at most 1. */
    double share() {
        Matcher matcher = PERCENT.matcher(share);
        double number = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : 0;
        if (!(number > 0 && number <= 1)) {
            throw wrong("--share \"" + share + "\" is no share; write for example 1%, above 0% and up to 100%");
        }
        return number;
    }

    Duration every() {
        return duration("--every", every);
    }

    /** For how long; empty for ever. */
    Optional<Duration> length() {
        return Optional.ofNullable(length).map(text -> duration("--for", text));
    }

    /** Where metrics are served; 0 lets the machine choose, empty for nowhere. */
    Optional<Integer> metricsPort() {
        if (metricsPort < NO_PORT || metricsPort > LAST_PORT) {
            throw wrong("--metrics-port " + metricsPort + " is no port; give one from 0 to " + LAST_PORT);
        }
        return metricsPort == NO_PORT ? Optional.empty() : Optional.of(metricsPort);
    }

    private Duration duration(String option, String text) {
        return Durations.parse(text)
                .filter(millis -> millis > 0)
                .map(Duration::ofMillis)
                .orElseThrow(
                        () -> wrong(option + " \"" + text + "\" is not a duration above 0; write for example 10s"));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
