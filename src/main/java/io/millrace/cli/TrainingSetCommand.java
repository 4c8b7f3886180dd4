package io.millrace.cli;

import io.millrace.adapter.parquet.EntityFile;
import io.millrace.adapter.parquet.TrainingSetFile;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
import io.millrace.model.ModelDigest;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.trainingset.AsOf;
import io.millrace.trainingset.Counts;
import io.millrace.trainingset.EntitySet;
import io.millrace.trainingset.EntityVectors;
import io.millrace.trainingset.LakeSnapshots;
import io.millrace.trainingset.Manifest;
import io.millrace.trainingset.TrainingSet;
import io.millrace.trainingset.TrainingSetRequest;
import io.millrace.trainingset.TrainingSets;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace training-set}. */
@Command(
        name = "training-set",
        description = {
            "Writes what a model can learn from: a row for each prediction, with its features as of a point in time and its outcome.",
            "The folder gets examples.parquet, and manifest.json, which says from what it was made."
        },
        mixinStandardHelpOptions = true)
final class TrainingSetCommand implements Callable<Integer> {
    private static final String FILE = "examples.parquet";
    private static final String ENTITIES = "entities.parquet";
    private static final String MANIFEST = "manifest.json";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--from", paramLabel = "INSTANT", description = "Predictions of events at or after this time.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Predictions of events before this time.")
    private @Nullable String to;

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "MOMENT",
            description =
                    "prediction: features as they were scored; event-time: computed again with everything known today; knowledge: computed again from what was known when the event was scored.")
    private String asOf = "";

    @Option(
            names = "--cut-off",
            paramLabel = "INSTANT",
            description =
                    "Up to when outcomes are known; by default up to the newest event, less the lateness of the outcomes.")
    private @Nullable String cutoff;

    @Option(
            names = "--immature",
            description = "Also rows whose outcome may still come; their label is what is known so far, or null.")
    private boolean withImmature;

    @Option(
            names = "--entities",
            paramLabel = "FILE",
            description =
                    "Vectors of entities at points in time instead of predictions: a CSV file with an id, a time and the entities' keys, in the columns of the scored source. Goes with --as-of event-time.")
    private @Nullable Path entities;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Option(
            names = "--tag",
            paramLabel = "NAME",
            description = "Read the lake as it was when it was tagged; goes with --lake.")
    private @Nullable String tag;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        TrainingSetRequest request = new TrainingSetRequest(
                from == null ? Instant.MIN : Instants.parse(spec, "--from", from),
                to == null ? Instant.MAX : Instants.parse(spec, "--to", to),
                asOf(),
                cutoff == null ? null : Instants.parse(spec, "--cut-off", cutoff),
                !withImmature);
        checkIsNew();
        PipelineText text = options.text();
        Pipeline pipeline = PipelineCompiler.compile(text);
        Settings settings = options.settings();
        try (Records records = records(pipeline, settings)) {
            KeptEvents events = new KeptEvents(text, pipeline, settings, records);
            SetLineage lineage =
                    new SetLineage(text, settings, records, spec.commandLine().getErr());
            Path points = entities;
            if (points != null) {
                lineage.tellEntities(
                        points,
                        () -> write(
                                new EntityVectors(pipeline, events).at(EntityPoints.read(pipeline, points)), records));
            } else {
                lineage.tellSet(request.asOf() == AsOf.PREDICTION, () -> {
                    TrainingSet set = new TrainingSets(pipeline, events)
                            .make(request, new ReplayDesk(text, settings, records).predictions());
                    Place file = write(set, records);
                    report(set);
                    return file;
                });
            }
        }
        return ExitCode.OK;
    }

    private Records records(Pipeline pipeline, Settings settings) throws IOException {
        if (tag == null) {
            return lake.records(pipeline, settings);
        }
        if (!lake.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "--tag names a state of the lake, and topics have none; write --lake too");
        }
        return LakeStore.open(pipeline, settings, tag);
    }

    private LakeSnapshots snapshots(Records records) {
        return records instanceof LakeStore store
                ? new LakeSnapshots(tag == null ? "" : tag, store.snapshots())
                : LakeSnapshots.NONE;
    }

    private AsOf asOf() {
        AsOf found = Arrays.stream(AsOf.values())
                .filter(one -> one.text().equals(asOf))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--as-of \"" + asOf + "\" is no moment; write prediction, event-time or knowledge"));
        if (entities != null && found != AsOf.EVENT_TIME) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--entities are points in time of which no prediction is known; write --as-of event-time");
        }
        return found;
    }

    private void checkIsNew() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        try (var files = Files.newDirectoryStream(out)) {
            Iterator<Path> first = files.iterator();
            if (first.hasNext()) {
                throw new DefinitionException(
                        out.toString(),
                        "has files in it, such as " + first.next().getFileName() + "; name a new folder");
            }
        }
    }

    private Place write(TrainingSet set, Records records) throws IOException {
        Files.createDirectories(out);
        TrainingSetFile.write(set, out.resolve(FILE));
        return withManifest(FILE, (digest, bytes) -> Manifest.of(set, snapshots(records), FILE, digest, bytes));
    }

    private Place write(EntitySet set, Records records) throws IOException {
        Files.createDirectories(out);
        EntityFile.write(set, out.resolve(ENTITIES));
        Place file = withManifest(
                ENTITIES, (digest, bytes) -> Manifest.of(set, snapshots(records), ENTITIES, digest, bytes));
        PrintWriter lines = spec.commandLine().getOut();
        lines.println(set.rows().size() + " rows in " + out);
        lines.flush();
        return file;
    }

    /** What a file was made of, once its digest and size are known. */
    private interface Made {
        String manifest(String sha256, long bytes);
    }

    /** The manifest comes last: a folder that has one is complete. */
    private Place withManifest(String name, Made made) throws IOException {
        Path file = out.resolve(name);
        String digest;
        try (InputStream bytes = Files.newInputStream(file)) {
            digest = ModelDigest.of(bytes);
        }
        Files.writeString(out.resolve(MANIFEST), made.manifest(digest, Files.size(file)));
        return new Place(DatasetName.file(file), "sha256:" + digest);
    }

    private void report(TrainingSet set) {
        Counts counts = set.counts();
        PrintWriter lines = spec.commandLine().getOut();
        lines.println(counts.rows() + " rows, " + counts.positives() + " positive, of " + counts.predictions()
                + " predictions; outcomes known up to " + Instant.ofEpochMilli(set.cutoff()));
        leftOut(lines, counts.immature(), "their outcome may still come (--immature keeps them)");
        leftOut(
                lines,
                counts.otherVector(),
                "they are of another vector than this definition's (--as-of event-time computes it)");
        leftOut(lines, counts.notReplayed(), "they can't be computed again to the bit; millrace replay says why");
        if (set.request().asOf() == AsOf.EVENT_TIME) {
            lines.println(counts.differing() + " rows have other features than were scored");
        }
        lines.println("in " + out);
        lines.flush();
    }

    private static void leftOut(PrintWriter lines, long count, String why) {
        if (count > 0) {
            lines.println(count + " predictions are left out: " + why);
        }
    }
}
