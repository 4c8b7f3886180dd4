package io.millrace.cli;

import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace plan}: shows what a definition means, or what it means to put one in the place of another. */
@Command(
        name = "plan",
        description = {
            "Shows what a definition means: sources, state, features, vector, outcome, fingerprint.",
            "With a second one: what it means that NEW takes the place of FILE."
        },
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "A definition, or the folder of its pipeline.yaml.")
    private Path file = Path.of("pipeline.yaml");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NEW",
            description = "The definition that takes its place, or the folder of its pipeline.yaml.")
    private @Nullable Path next;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(file));
        Path other = next;
        String report = other == null
                ? new PlanReport(pipeline).text()
                : new ChangeReport(pipeline, PipelineCompiler.compile(PipelineCompiler.read(other))).text();
        spec.commandLine().getOut().print(report);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
