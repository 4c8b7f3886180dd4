package io.millrace.cli;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problem;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace validate}: reports every problem of definitions at once. */
@Command(
        name = "validate",
        description = "Checks definitions and reports every problem with its file and line.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    private static final int SHOWN = 12;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "A definition, or the folder of its pipeline.yaml.")
    private List<Path> files = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Problem> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                PipelineText text = PipelineCompiler.read(file);
                out.println(text.file() + ": valid, " + summary(PipelineCompiler.compile(text)));
            } catch (DefinitionException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems);
        }
        return ExitCode.OK;
    }

    private static String summary(Pipeline pipeline) {
        return pipeline.sources().size() + " sources, "
                + pipeline.features().features().size() + " features, "
                + pipeline.features().vector().size() + " inputs, fingerprint "
                + pipeline.fingerprint().substring(0, SHOWN);
    }
}
