package io.millrace.dev.demo;

import io.millrace.config.DefinitionException;
import io.millrace.config.Durations;
import io.millrace.dev.CardWorld;
import io.millrace.dev.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code scripts/demo}. */
@Command(
        name = "demo",
        description =
                "Starts a broker, a Schema Registry and a Flink cluster, runs both jobs of a pipeline on events, and shows what comes out.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description =
                    "The definition, or the folder that holds its pipeline.yaml; jobs/card-fraud of the project by default. Another one needs --data.")
    private @Nullable Path pipeline;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Replay the events of a CSV file, plain or gzip; simulated card transactions by default.")
    private @Nullable Path data;

    @Option(names = "--speed", paramLabel = "N", description = "Events in a second; ${DEFAULT-VALUE} by default.")
    private double speed = 3_000;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "How long events are sent, for example 60s; until Ctrl-C by default.")
    private @Nullable String length;

    @Option(
            names = "--train",
            paramLabel = "TIME",
            description = "How much of the first events the model is trained on; ${DEFAULT-VALUE} by default.")
    private String train = "14d";

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of the simulated events; ${DEFAULT-VALUE} by default.")
    private long seed = 42;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where everything is kept, emptied at the start; .millrace/demo of the project by default.")
    private @Nullable Path state;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project's folder; the working directory by default.")
    private Path project = Path.of("");

    @Option(names = "--keep", description = "Leave stack and jobs up when no more events are sent, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--redraw", description = "Redraw the view in place, as on a terminal.")
    private boolean redraw;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo())
                .setExecutionExceptionHandler(Demo::explain)
                .execute(arguments));
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof DefinitionException || failure instanceof StackException) {
            line.getErr().println("demo: " + failure.getMessage());
            return failure instanceof DefinitionException ? ExitCode.USAGE : ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException {
        if (!(speed > 0)) {
            throw new ParameterException(spec.commandLine(), "--speed " + speed + " is not above 0");
        }
        if (pipeline != null && data == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pipeline " + pipeline
                            + " has no events: simulated are card transactions only; give a file of its events with --data");
        }
        Optional<Duration> limit = Optional.ofNullable(length).map(text -> duration("--for", text));
        DemoEvents events = new DemoEvents(Optional.ofNullable(data), CardWorld.SMALL.withSeed(seed));
        Path kept = state != null ? state : project.resolve(".millrace").resolve("demo");
        DemoPlan plan =
                new DemoPlan(project, definition(), kept, events, speed, limit, duration("--train", train), keep);
        Screen screen = new Screen(System.out, redraw);
        return new DemoRun(plan, screen).run() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Path definition() {
        return pipeline != null ? pipeline : project.resolve("jobs").resolve("card-fraud");
    }

    private Duration duration(String option, String text) {
        return Durations.parse(text)
                .map(Duration::ofMillis)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + " \"" + text + "\" is not a duration; write for example \"60s\""));
    }
}
