package io.millrace.endtoend;

import io.millrace.cli.Millrace;
import io.millrace.dev.submit.Submit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user does with definitions by {@code scripts/millrace} and {@code scripts/submit}, on a stack that runs. */
final class Scripts {
    private static final Pattern SUBMITTED = Pattern.compile("as job ([0-9a-f]{32})");

    private final CardFraudRun run;
    private final Path folder;
    private final Program millrace;
    private final Program submit;

    /** @param ownJar with aggregates of the user's own */
    Scripts(CardFraudRun run, Path folder, @Nullable Path ownJar) {
        this.run = run;
        this.folder = folder;
        this.millrace = new Program(Millrace.class, ownJar);
        this.submit = new Program(Submit.class, ownJar);
    }

    /** A definition of the tests. */
    static Path definition(String name) {
        return Path.of("src/test/resources/endtoend", name + ".yaml");
    }

    /** Trains a model for a definition and makes it the champion. */
    void train(Path definition, List<String[]> rows) throws IOException {
        String data = CardRows.write(rows, folder.resolve("history.csv")).toString();
        String unused = millrace.run(List.of(
                "train",
                definition.toString(),
                "--data",
                data,
                "--store",
                run.models(),
                "--train",
                "3d",
                "--holdout",
                "1d",
                "--promote"));
    }

    /** The values of all features of rows. */
    VectorFile vectors(Path definition, List<String[]> rows) throws IOException {
        String data = CardRows.write(rows, folder.resolve("rows.csv")).toString();
        Path out = folder.resolve("vectors.csv");
        String unused =
                millrace.run(List.of("vectors", definition.toString(), "--data", data, "--out", out.toString()));
        VectorFile vectors = VectorFile.read(out);
        Files.delete(out);
        return vectors;
    }

    /**
     * Submits the scoring job, with partitions that are never taken for idle.
     *
     * @param savepoint to go on from; null to begin anew
     */
    String submit(Path definition, int parallelism, @Nullable String savepoint, String... settings) {
        return submit("scoring", definition, parallelism, savepoint, settings);
    }

    /** Submits the lake's job, which begins anew. */
    String submitLake(Path definition, int parallelism) {
        return submit("lake", definition, parallelism, null);
    }

    /** Submits a backfill from the lake, with options of its own; lineage is told of it. */
    String submitBackfill(Path definition, int parallelism, String... options) {
        return submitBatch("backfill", definition, parallelism, options);
    }

    /** Submits the job that makes of a savepoint and the lake another savepoint; lineage is told of it. */
    String submitBootstrap(Path definition, int parallelism, String from, Path out) {
        return submitBatch("bootstrap", definition, parallelism, "--from", from, "--out", out.toString());
    }

    private String submitBatch(String job, Path definition, int parallelism, String... options) {
        List<String> arguments = arguments(job, definition, parallelism, "lineage.to=file:" + batchLineage());
        arguments.addAll(List.of(options));
        return submit(arguments);
    }

    /** Where lineage is told of backfills and bootstraps. */
    Path batchLineage() {
        return folder.resolve("batch.lineage").toAbsolutePath();
    }

    /** Replays predictions that are chosen by options, and gives what is said of them. */
    String replay(int code, Path definition, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--pipeline", definition.toString(), "--settings", "conf/throughput.properties"));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(options));
        return millrace.run(code, arguments);
    }

    private String submit(
            String job, Path definition, int parallelism, @Nullable String savepoint, String... settings) {
        List<String> arguments = arguments(job, definition, parallelism, settings);
        if (savepoint != null) {
            arguments.addAll(List.of("--from", savepoint));
        }
        return submit(arguments);
    }

    private List<String> arguments(String job, Path definition, int parallelism, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                job,
                "--flink",
                URI.create(run.flink().url()).getAuthority(),
                "--pipeline",
                definition.toString(),
                "--settings",
                "conf/throughput.properties"));
        Stream.of(
                        run.settings().stream(),
                        Stream.of("parallelism=" + parallelism, "source.idle=1h"),
                        Stream.of(settings))
                .flatMap(each -> each)
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private String submit(List<String> arguments) {
        String output = submit.run(arguments);
        Matcher submitted = SUBMITTED.matcher(output);
        if (!submitted.find()) {
            throw new AssertionError("no job was submitted:\n" + output);
        }
        return submitted.group(1);
    }
}
