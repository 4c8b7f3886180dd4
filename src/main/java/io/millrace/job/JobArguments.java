package io.millrace.job;

import io.millrace.config.DefinitionException;
import io.millrace.config.Names;
import io.millrace.config.Problems;
import io.millrace.config.Settings;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a job is started with: {@code --pipeline FILE [--settings FILE]... [--set KEY=VALUE]...}. The files are read where the job is submitted, not where it runs.
 */
public record JobArguments(PipelineText pipeline, Settings settings) {
    private static final String PIPELINE = "--pipeline";
    private static final String SETTINGS = "--settings";
    private static final String SET = "--set";
    private static final List<String> OPTIONS = List.of(PIPELINE, SETTINGS, SET);

    /**
     * Reads the arguments and the files that they name.
     *
     * @throws DefinitionException with every problem found
     */
    public static JobArguments parse(String[] arguments, Map<String, String> environment) {
        Problems problems = new Problems();
        Path pipeline = null;
        List<Path> files = new ArrayList<>();
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : null;
            switch (checked(arguments[i], value, problems)) {
                case PIPELINE -> pipeline = Path.of(String.valueOf(value));
                case SETTINGS -> files.add(Path.of(String.valueOf(value)));
                case SET -> assignments.add(String.valueOf(value));
                default -> {}
            }
        }
        if (pipeline == null) {
            problems.add(
                    "arguments",
                    PIPELINE + " is missing; give the definition, for example " + PIPELINE
                            + " jobs/card-fraud/pipeline.yaml");
        }
        problems.throwIfAny();
        return new JobArguments(
                PipelineCompiler.read(Objects.requireNonNull(pipeline)),
                Settings.read(files, environment, assignments));
    }

    /** The option if it is one and has its value, or an empty text once the problem is noted. */
    private static String checked(String option, @Nullable String value, Problems problems) {
        if (!OPTIONS.contains(option)) {
            problems.add("arguments", "\"" + option + "\" is not an option" + Names.hint(option, OPTIONS));
            return "";
        }
        if (value == null) {
            problems.add("arguments", option + " has no value; give one behind it");
            return "";
        }
        return option;
    }
}
