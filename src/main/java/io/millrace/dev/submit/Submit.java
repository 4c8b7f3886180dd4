package io.millrace.dev.submit;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.dev.AddedJars;
import io.millrace.dev.FlinkClient;
import io.millrace.dev.FlinkConnection;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.StackException;
import io.millrace.pipeline.PipelineCompiler;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program behind {@code scripts/submit}. What it can check without the cluster, it checks first. */
@Command(
        name = "submit",
        description = "Submits a job of a pipeline to a Flink cluster that is there already.",
        footer = "Jars with aggregates of your own are named in MILLRACE_CLASSPATH; every machine of the cluster must"
                + " have them at the same path.",
        mixinStandardHelpOptions = true)
public final class Submit implements Callable<Integer> {
    private static final String LAKE = "lake";
    private static final String BACKFILL = "backfill";
    private static final String BOOTSTRAP = "bootstrap";
    private static final Map<String, String> JOBS = Map.of(
            "scoring",
            "io.millrace.job.ScoringJob",
            "feedback",
            "io.millrace.job.FeedbackJob",
            LAKE,
            "io.millrace.job.LakeJob",
            BACKFILL,
            "io.millrace.job.BackfillJob",
            BOOTSTRAP,
            "io.millrace.job.BootstrapJob");
    private static final String KNOWN = "scoring, feedback, lake, backfill or bootstrap";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "JOB", description = KNOWN + ".")
    private String job = "";

    @Option(
            names = "--pipeline",
            paramLabel = "FILE",
            required = true,
            description = "The definition, for example jobs/card-fraud/pipeline.yaml.")
    private Path pipeline = Path.of("");

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Settings; of several files, later ones override earlier ones.")
    private List<Path> settings = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One more setting; overrides all files.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = "--flink",
            paramLabel = "HOST:PORT",
            description = "The cluster's REST API; ${DEFAULT-VALUE} by default.")
    private String flink = "localhost:8081";

    @Option(
            names = "--from",
            paramLabel = "SAVEPOINT or INSTANT",
            description = {
                "Go on from a savepoint or a retained checkpoint; without it the job begins anew at the earliest record, and writes its output again.",
                "Of a backfill: vectors of events at or after this time, for example 2024-05-01T00:00:00Z; without it of all.",
                "Of a bootstrap: the savepoint of the stopped scoring job."
            })
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            description = "Of a backfill: vectors of events before this time; without it of all.")
    private @Nullable String to;

    @Option(
            names = "--out",
            paramLabel = "TABLE or DIR",
            description = {
                "Of a backfill: the table of the lake that it makes and fills.",
                "Of a bootstrap: the folder of the savepoint that it writes."
            })
    private @Nullable String out;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description =
                    "Of a bootstrap: the lake holds all events from this time on; without it all there ever were, which is checked.")
    private @Nullable String since;

    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project's folder; the working directory by default.")
    private Path project = Path.of("");

    Submit(Map<String, String> environment) {
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, System.getenv(), arguments));
    }

    /** Runs the program and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        return new CommandLine(new Submit(environment))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Submit::explain)
                .execute(arguments);
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof DefinitionException definition) {
            definition.problems().forEach(line.getErr()::println);
            return ExitCode.USAGE;
        }
        if (failure instanceof StackException) {
            line.getErr().println("submit: " + failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        throw failure;
    }

    @Override
    public Integer call() {
        String main = mainClass();
        FlinkConnection cluster = cluster();
        List<URI> classpath = OwnJars.of(environment);
        PipelineCompiler.compile(PipelineCompiler.read(pipeline));
        JobCall call = jobCall();
        JobJars jars = JobJars.of(project);
        if (configuration().isEmpty()) {
            cluster.check();
        }
        JobSubmission submission = new JobSubmission(jars.job(), main, call.arguments()).withClasspath(classpath);
        String id =
                client(cluster, jars).submit(from == null || readsLake() ? submission : submission.restoredFrom(from));
        spec.commandLine().getOut().println("submitted " + job + " to " + cluster + " as job " + id);
        return ExitCode.OK;
    }

    /** What the job will be told of the options given. */
    JobCall jobCall() {
        List<String> chosen = assignments();
        return new JobCall(pipeline, settings, chosen, Settings.read(settings, environment, chosen));
    }

    private boolean readsLake() {
        return job.equals(BACKFILL) || job.equals(BOOTSTRAP);
    }

    /** The settings given, those of a backfill or bootstrap by options of their own. */
    private List<String> assignments() {
        refuse("--to", to, List.of(BACKFILL));
        refuse("--since", since, List.of(BOOTSTRAP));
        refuse("--out", out, List.of(BACKFILL, BOOTSTRAP));
        List<String> all = new ArrayList<>(assignments);
        if (job.equals(BACKFILL)) {
            add(all, Setting.BACKFILL_FROM, from);
            add(all, Setting.BACKFILL_TO, to);
            add(all, Setting.BACKFILL_TABLE, out);
        } else if (job.equals(BOOTSTRAP)) {
            add(all, Setting.BOOTSTRAP_FROM, from);
            add(all, Setting.BOOTSTRAP_OUT, out);
            add(all, Setting.BOOTSTRAP_SINCE, since);
        }
        return all;
    }

    private void refuse(String option, @Nullable String value, List<String> jobs) {
        if (value != null && !jobs.contains(job)) {
            throw new ParameterException(
                    spec.commandLine(), option + " is for " + String.join(" and ", jobs) + "; leave it out");
        }
    }

    private static void add(List<String> assignments, Setting setting, @Nullable String value) {
        if (value != null) {
            assignments.add(setting.key() + "=" + value);
        }
    }

    private String mainClass() {
        return Optional.ofNullable(JOBS.get(job))
                .orElseThrow(
                        () -> new ParameterException(spec.commandLine(), "\"" + job + "\" is no job; give " + KNOWN));
    }

    private FlinkConnection cluster() {
        return FlinkConnection.parse(flink)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--flink \"" + flink + "\" is no address; write for example localhost:8081"));
    }

    private FlinkClient client(FlinkConnection cluster, JobJars jars) {
        Path state = project.resolve(".millrace").resolve("submit");
        return cluster.client(
                project, state, job.equals(LAKE) || readsLake() ? lakeLib(jars) : List.of(), configuration());
    }

    /** Tables of the lake are made where the job is submitted. */
    private List<Path> lakeLib(JobJars jars) {
        List<Path> lib = new ArrayList<>(AddedJars.ofLake(project));
        lib.add(jars.lib());
        return lib;
    }

    /** The cluster's configuration as Flink's users name it: with it, the API may want TLS, which Flink's client alone knows how to do. */
    private Optional<Path> configuration() {
        return Optional.ofNullable(environment.get("FLINK_CONF_DIR")).map(Path::of);
    }
}
