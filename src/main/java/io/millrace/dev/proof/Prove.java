package io.millrace.dev.proof;

import io.millrace.config.DefinitionException;
import io.millrace.config.Durations;
import io.millrace.dev.StackException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** The program behind {@code scripts/prove}. */
@Command(
        name = "prove",
        description = {
            "Runs a pipeline's scoring job and lake job on a file of events, of which some come late, twice or broken, kills the TaskManager meanwhile and rescales both jobs, and proves:",
            "each record has one prediction or dead letter, the lake holds each record of each topic once, and every prediction comes out of the lake again to the bit.",
            "Exit code 0: all of that holds; 1: something does not."
        },
        mixinStandardHelpOptions = true)
public final class Prove implements Callable<Integer> {
    private static final int DIFFERS = 1;
    private static final long SHORT = 50_000;
    private static final long SIMULATED = 200_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            description =
                    "The definition, or the folder that holds its pipeline.yaml; jobs/card-fraud of the project by default.")
    private @Nullable Path pipeline;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Events in the order of their times, as CSV or gzipped CSV; simulated card transactions by default.")
    private @Nullable Path data;

    @Option(
            names = "--events",
            paramLabel = "N",
            description =
                    "So many of them at most; all of a file by default, 200000 simulated ones, 50000 with --short.")
    private @Nullable Long events;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "How often the TaskManager is killed; 3 by default, once with --short.")
    private @Nullable Integer kills;

    @Option(
            names = "--rescalings",
            paramLabel = "N",
            description =
                    "How often the scoring job goes on from a savepoint with another parallelism, and the lake job anew; ${DEFAULT-VALUE} by default.")
    private int rescalings = 1;

    @Option(
            names = "--train",
            paramLabel = "TIME",
            description = "How much of the first events the model is trained on; 14d by default, 2d with --short.")
    private @Nullable String train;

    @Option(
            names = "--late",
            paramLabel = "TIME",
            description =
                    "The pipeline's \"late\" in this run; what its definition says by default, 6h with --short, so that events come later than that.")
    private @Nullable String late;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Chooses which events come late or twice, and when the jobs are disturbed; ${DEFAULT-VALUE} by default.")
    private long seed = 42;

    @Option(names = "--short", description = "Few events, one kill, one rescaling.")
    private boolean brief;

    @Option(names = "--json", paramLabel = "FILE", description = "Where to write every figure by its dotted name.")
    private @Nullable Path json;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project's folder; the working directory by default.")
    private Path project = Path.of("");

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Prove())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Prove::explain)
                .execute(arguments));
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof DefinitionException || failure instanceof StackException) {
            line.getErr().println("prove: " + failure.getMessage());
            return failure instanceof DefinitionException ? ExitCode.USAGE : DIFFERS;
        }
        throw failure;
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Proof proof = new ProofRun(plan(), new Steps(err)).run();
        out.print(proof.table());
        out.flush();
        if (json != null) {
            Files.writeString(json, proof.figures().json());
        }
        proof.problems().forEach(problem -> err.println("prove: " + problem));
        return proof.problems().isEmpty() ? ExitCode.OK : DIFFERS;
    }

    private ProofPlan plan() {
        if (pipeline != null && data == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--pipeline " + pipeline
                            + " has no events: simulated are card transactions only; give a file of its events with --data");
        }
        Duration trained = duration("--train", train != null ? train : brief ? "2d" : "14d");
        Optional<String> waits = Optional.ofNullable(late != null ? late : brief ? "6h" : null);
        waits.ifPresent(text -> duration("--late", text));
        return new ProofPlan(
                project.toAbsolutePath().normalize(),
                pipeline != null ? pipeline : project.resolve("jobs").resolve("card-fraud"),
                Optional.ofNullable(data),
                events != null ? events : brief ? SHORT : data == null ? SIMULATED : Long.MAX_VALUE,
                trained,
                trained.dividedBy(2),
                waits,
                kills != null ? kills : brief ? 1 : 3,
                rescalings,
                seed);
    }

    private Duration duration(String option, String text) {
        return Durations.parse(text)
                .map(Duration::ofMillis)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + " \"" + text + "\" is not a duration; write for example \"6h\""));
    }
}
