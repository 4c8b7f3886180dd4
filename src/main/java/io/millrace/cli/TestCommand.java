package io.millrace.cli;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.pipeline.FeatureTest;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.testing.Failure;
import io.millrace.testing.TestRunner;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace test}: runs a definition's tests. */
@Command(
        name = "test",
        description =
                "Runs the tests of a definition: exits with 0 where all pass, with 1 where one fails, with 2 where the definition is wrong.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A definition, or the folder of its pipeline.yaml.")
    private Path file = Path.of("pipeline.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Where encoders of texts and images are kept, a directory or URI; ${DEFAULT-VALUE} by default.")
    private String store = ".millrace/models";

    @Mixin
    private ImagesOption images = new ImagesOption();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PipelineText text = PipelineCompiler.read(file);
        Pipeline pipeline = PipelineCompiler.compile(text);
        TestReport report = new TestReport(pipeline);
        int failed = 0;
        try (TestRunner runner = new TestRunner(pipeline, new StoredReaders(store, images.places()))) {
            for (FeatureTest test : pipeline.tests()) {
                List<Failure> failures = runner.run(test);
                out.println((failures.isEmpty() ? "passed  " : "FAILED  ") + test.name());
                failures.forEach(failure -> out.print(report.text(failure)));
                failed += failures.isEmpty() ? 0 : 1;
            }
        }
        out.println(text.file() + ": " + pipeline.tests().size() + " tests, " + failed + " failed");
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
