package io.millrace.cli;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Durations;
import io.millrace.config.Settings;
import io.millrace.lineage.BatchJobs;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
import io.millrace.lineage.RunModel;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelStore;
import io.millrace.model.Slot;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace train}: makes a pipeline's first model from a file of events. */
@Command(
        name = "train",
        description =
                "Trains a model on the first part of a file of events, measures it on a later part and keeps it in the store.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PIPELINE", description = "The definition, or the folder that holds its pipeline.yaml.")
    private Path definition = Path.of("pipeline.yaml");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Events in order of time, as CSV or gzipped CSV with a header.")
    private Path data = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "The model store, a directory or URI; ${DEFAULT-VALUE} by default.")
    private String store = ".millrace/models";

    @Option(
            names = "--train",
            paramLabel = "TIME",
            description = "How much of the file's first part is learnt from; ${DEFAULT-VALUE} by default.")
    private String train = "30d";

    @Option(
            names = "--holdout",
            paramLabel = "TIME",
            description =
                    "How much is measured on, once the outcomes of the first part are known; ${DEFAULT-VALUE} by default.")
    private String holdout = "30d";

    @Option(names = "--promote", description = "Make the model the champion also where there is one already.")
    private boolean promote;

    @Mixin
    private ImagesOption images = new ImagesOption();

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "Settings, as the jobs have them, where the lineage back-end is to be told of the training (lineage.to).")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One more setting; overrides all files.")
    private List<String> assignments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        PipelineText text = PipelineCompiler.read(definition);
        Pipeline pipeline = PipelineCompiler.compile(text);
        BatchJobs jobs = new BatchJobs(text, OutputSchemas::read);
        DatasetName events = DatasetName.file(data);
        toldRun().tell(() -> jobs.train(events, Optional.empty()), () -> {
            ModelStore models = new FileModelStore(store);
            ModelCard card = train(pipeline, models);
            String champion = models.champion(pipeline.name());
            report(card, champion);
            Place kept = new Place(place(card), "sha256:" + card.digest());
            return new ToldRun.Done(
                    () -> jobs.train(events, Optional.of(kept)),
                    Optional.of(new RunModel(
                            card, Optional.of(Slot.CHAMPION).filter(slot -> champion.equals(card.digest())))));
        });
        return ExitCode.OK;
    }

    private ToldRun toldRun() {
        PrintWriter err = spec.commandLine().getErr();
        return files.isEmpty() && assignments.isEmpty()
                ? ToldRun.silent(err)
                : ToldRun.of(Settings.read(files, System.getenv(), assignments), err);
    }

    private ModelCard train(Pipeline pipeline, ModelStore models) throws IOException {
        ModelCard card;
        try (Rows rows = CsvRows.open(data)) {
            card = new FileTraining(pipeline, models, new StoredReaders(store, images.places()))
                    .run(rows, duration("--train", train), duration("--holdout", holdout));
        }
        if (promote) {
            models.promote(pipeline.name(), card.digest());
        }
        return card;
    }

    /** Where a model is kept. */
    private DatasetName place(ModelCard card) {
        String directory = store + "/" + card.pipeline() + "/" + card.digest();
        return store.matches("[a-z0-9]+:.*") ? DatasetName.location(directory) : DatasetName.file(Path.of(directory));
    }

    private Duration duration(String option, String text) {
        return Durations.parse(text)
                .map(Duration::ofMillis)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), option + " \"" + text + "\" is not a duration; write for example \"30d\""));
    }

    private void report(ModelCard card, String champion) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "model " + card.digest() + (champion.equals(card.digest()) ? ", the champion" : ", not the champion"));
        out.println("trained on " + card.rows() + " rows, " + card.positives() + " positive, from " + card.trainedFrom()
                + " to " + card.trainedTo());
        new TreeMap<>(card.metrics()).forEach((name, value) -> out.println("  " + name + " " + value));
        out.println("kept in " + store + "/" + card.pipeline() + "/" + card.digest());
    }
}
