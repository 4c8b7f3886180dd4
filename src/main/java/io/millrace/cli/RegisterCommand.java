package io.millrace.cli;

import io.millrace.adapter.onnx.ModelCheck;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models register}. */
@Command(
        name = "register",
        description = {
            "Checks that a pipeline can use an ONNX file, and keeps it in the store under its digest.",
            "Nothing is kept that can't be used. The file must be stamped: see millrace models stamp."
        },
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--trained-from",
            required = true,
            paramLabel = "INSTANT",
            description = "Event time of the first row that it was trained on, for example 2024-05-01T00:00:00Z.")
    private String trainedFrom = "";

    @Option(
            names = "--trained-to",
            required = true,
            paramLabel = "INSTANT",
            description = "Event time after the last row that it was trained on.")
    private String trainedTo = "";

    @Option(names = "--rows", required = true, paramLabel = "NUMBER", description = "Rows that it was trained on.")
    private long rows;

    @Option(names = "--positives", required = true, paramLabel = "NUMBER", description = "Positive rows among them.")
    private long positives;

    @Option(
            names = "--metric",
            paramLabel = "NAME=VALUE",
            description = "Something that was measured on later rows, for example auc=0.87.")
    private Map<String, Double> metrics = new TreeMap<>();

    @Option(
            names = "--parameter",
            paramLabel = "NAME=VALUE",
            description = "Something that the training was told, for example framework=lightgbm.")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(names = "--promote", description = "Make it the model that the pipeline begins with.")
    private boolean promote;

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        FileModelStore store = new FileModelStore(options.settings().text(Setting.MODELS_STORE));
        byte[] artefact = OnnxBytes.of(file);
        String digest = ModelDigest.of(artefact);
        new ModelCheck(file.toString(), new ModelInputs(pipeline.fingerprint(), pipeline.inputs())).run(artefact);
        store.put(artefact, card(pipeline, digest));
        if (promote) {
            store.promote(pipeline.name(), digest);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("registered " + digest);
        out.println("next: millrace models prepare " + digest);
        return ExitCode.OK;
    }

    private ModelCard card(Pipeline pipeline, String digest) {
        return new ModelCard(
                digest,
                pipeline.name(),
                pipeline.model().name(),
                pipeline.fingerprint(),
                pipeline.inputs(),
                Instants.parse(spec, "--trained-from", trainedFrom),
                Instants.parse(spec, "--trained-to", trainedTo),
                rows,
                positives,
                parameters,
                metrics);
    }
}
