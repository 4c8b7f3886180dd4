package io.millrace.pipeline;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlReader;
import io.millrace.pipeline.yaml.YamlValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a definition and the schemas that it names from files. */
final class PipelineFiles {
    private static final String NAME = "pipeline.yaml";

    private PipelineFiles() {}

    static PipelineText read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(NAME) : path;
        String yaml = text(file);
        Map<String, String> schemas = new HashMap<>();
        for (String schema : schemaPaths(file, yaml)) {
            find(file, schema).ifPresent(found -> schemas.put(schema, text(found)));
        }
        return new PipelineText(file.toString(), yaml, schemas);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new DefinitionException(
                    file.toString(), "there is no such file; name a definition or the folder of its " + NAME);
        } catch (CharacterCodingException e) {
            throw new DefinitionException(file.toString(), "is not UTF-8 text");
        } catch (IOException e) {
            throw new DefinitionException(file.toString(), "can't be read: " + e.getMessage());
        }
    }

    /** What is wrong with the text is not reported here: the compiler will. */
    private static Set<String> schemaPaths(Path file, String yaml) {
        Set<String> paths = new LinkedHashSet<>();
        YamlReader.read(file.toString(), yaml, new Problems())
                .flatMap(root -> root.value("sources"))
                .flatMap(YamlValue::map)
                .ifPresent(sources -> sources.entries().values().forEach(source -> source.map()
                        .flatMap(PipelineFiles::schemaPath)
                        .ifPresent(paths::add)));
        return paths;
    }

    private static Optional<String> schemaPath(YamlMap source) {
        return source.value("schema").flatMap(YamlValue::text);
    }

    /** The nearest folder above the definition in which the path is a file decides. */
    private static Optional<Path> find(Path file, String path) {
        @Nullable Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null) {
            Path candidate = folder.resolve(path);
            if (Files.isRegularFile(candidate)) {
                return Optional.of(candidate);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
