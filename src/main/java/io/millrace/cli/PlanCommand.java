package io.millrace.cli;

import io.millrace.pipeline.PipelineCompiler;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace plan}: shows what a definition means. */
@Command(
        name = "plan",
        description = "Shows what a definition means: sources, state, features, vector, outcome, fingerprint.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A definition, or the folder of its pipeline.yaml.")
    private Path file = Path.of("pipeline.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PlanReport report = new PlanReport(PipelineCompiler.compile(PipelineCompiler.read(file)));
        spec.commandLine().getOut().print(report.text());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
