package io.millrace.cli;

import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which pipeline a command is about, and where that runs. */
final class PipelineOptions {
    @Option(
            names = "--pipeline",
            required = true,
            paramLabel = "FILE",
            description = "The definition, or the folder that holds its pipeline.yaml.")
    private Path definition = Path.of("pipeline.yaml");

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Settings, as the jobs have them; of several files, later ones override earlier ones.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One more setting; overrides all files.")
    private List<String> assignments = new ArrayList<>();

    /** @throws io.millrace.config.DefinitionException with every problem */
    Pipeline pipeline() {
        return PipelineCompiler.compile(text());
    }

    /** @throws io.millrace.config.DefinitionException where a file can't be read */
    PipelineText text() {
        return PipelineCompiler.read(definition);
    }

    /** @throws io.millrace.config.DefinitionException with every problem */
    Settings settings() {
        return Settings.read(files, System.getenv(), assignments);
    }
}
