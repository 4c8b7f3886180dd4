package io.millrace.cli;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.History;
import io.millrace.adapter.file.Rows;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace vectors}: computes every declared feature for a file of events, with the evaluator of the stream and without a cluster. */
@Command(
        name = "vectors",
        description =
                "Computes every declared feature for a CSV file of events: a row for each scored event, in order, its id first.",
        mixinStandardHelpOptions = true)
final class VectorsCommand implements Callable<Integer> {
    private static final int BUFFER_CHARS = 1 << 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PIPELINE", description = "The definition, or the folder that holds its pipeline.yaml.")
    private Path definition = Path.of("pipeline.yaml");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "Events, as CSV or gzipped CSV with a header.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where the features go; gzipped if the name ends in .gz.")
    private Path out = Path.of("");

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Where encoders of texts and images are kept, a directory or URI; ${DEFAULT-VALUE} by default.")
    private String store = ".millrace/models";

    @Mixin
    private ImagesOption images = new ImagesOption();

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(definition));
        Refusals refusals = new Refusals();
        try (Rows rows = CsvRows.open(data);
                Writer writer = writer()) {
            FeatureTable table = new FeatureTable(pipeline, writer, refusals);
            new History(pipeline, rows, new StoredReaders(store, images.places())).run(table);
            table.finish();
            spec.commandLine()
                    .getErr()
                    .println(table.rows() + " events, "
                            + pipeline.features().features().size() + " features, in " + out);
        }
        refusals.print(spec.commandLine().getErr());
        return 0;
    }

    private Writer writer() throws IOException {
        OutputStream bytes = Files.newOutputStream(out);
        OutputStream stream = out.toString().endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER_CHARS) : bytes;
        return new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER_CHARS);
    }
}
