package io.millrace.pipeline;

import java.nio.file.Path;
import java.util.Map;

/** Turns a definition into a checked {@link Pipeline}, or reports every problem in it at once. */
public final class PipelineCompiler {
    private PipelineCompiler() {}

    /**
     * Reads a definition and the schemas that it names. Schema paths are relative to the project's root: the nearest
     * folder above the file in which they exist.
     *
     * @param file the definition, or the folder with its {@code pipeline.yaml}
     * @throws io.millrace.config.DefinitionException where a file can't be read; what is in it is not checked yet
     */
    public static PipelineText read(Path file) {
        return PipelineFiles.read(file);
    }

    /**
     * Checks and compiles a definition.
     *
     * @throws io.millrace.config.DefinitionException with every problem found
     */
    public static Pipeline compile(PipelineText text) {
        return new Assembly(new DefinitionCheck(text).check()).pipeline();
    }

    /**
     * What each feature is computed of, by its full name, in the order of the definition.
     *
     * @throws io.millrace.config.DefinitionException with every problem found
     */
    public static Map<String, FeatureOrigin> origins(PipelineText text) {
        return new Origins(new DefinitionCheck(text).check()).all();
    }
}
