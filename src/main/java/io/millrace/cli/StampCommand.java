package io.millrace.cli;

import io.millrace.adapter.onnx.ModelCheck;
import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models stamp}: writes into an ONNX file of another framework which pipeline it was trained for, and checks that it fits. */
@Command(
        name = "stamp",
        description = {
            "Writes into an ONNX file which pipeline's vector it was trained on and what its outputs mean, and checks that the pipeline can use it.",
            "Nothing is written where it can't."
        },
        mixinStandardHelpOptions = true)
final class StampCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--pipeline",
            required = true,
            paramLabel = "PIPELINE",
            description = "The definition whose vector the model was trained on, or the folder of its pipeline.yaml.")
    private Path definition = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the stamped file goes.")
    private Path out = Path.of("");

    @Option(
            names = "--score",
            paramLabel = "OUTPUT",
            description = "The output that is the score; needed where several hold floats and none is named score.")
    private @Nullable String score;

    @Option(
            names = "--positive",
            paramLabel = "LABEL",
            description =
                    "The class whose probability is the score, or its column from 0 where the model has no labels; the second of two by default.")
    private @Nullable String positive;

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "OUTPUT",
            description = "Outputs that are wanted beside the score, for example an embedding.")
    private List<String> outputs = List.of();

    @Option(
            names = "--input",
            paramLabel = "INPUT=FEATURE,FEATURE",
            description = "The features that an input takes, where its name doesn't say it. May be repeated.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(definition));
        ModelStamp stamp = stamp(pipeline);
        byte[] stamped = stamp.toBytes();
        new ModelCheck(file.toString(), new ModelInputs(pipeline.fingerprint(), pipeline.inputs())).run(stamped);
        Files.write(out, stamped);
        report(pipeline, stamp, stamped);
        return ExitCode.OK;
    }

    private ModelStamp stamp(Pipeline pipeline) throws IOException {
        ModelStamp stamp = new ModelStamp(file.toString(), OnnxBytes.of(file)).fingerprint(pipeline.fingerprint());
        if (score != null) {
            stamp.score(score);
        }
        if (positive != null) {
            stamp.positive(positive);
        }
        if (!outputs.isEmpty()) {
            stamp.outputs(outputs);
        }
        inputs.forEach((input, features) -> stamp.input(input, List.of(features.split(",", -1))));
        return stamp;
    }

    private void report(Pipeline pipeline, ModelStamp stamp, byte[] stamped) {
        PrintWriter to = spec.commandLine().getOut();
        if (stamp.isZipped()) {
            to.println("took the ZipMap off: the probabilities are a matrix");
        }
        to.println(out + ": model " + ModelDigest.of(stamped) + " for pipeline " + pipeline.name() + ", fingerprint "
                + pipeline.fingerprint().substring(0, 12));
    }
}
