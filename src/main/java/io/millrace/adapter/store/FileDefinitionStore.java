package io.millrace.adapter.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.config.DefinitionException;
import io.millrace.model.ModelDigest;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Definitions beside the models, so that predictions can be explained and replayed when their definition has changed.
 *
 * <pre>
 * store/pipeline/definitions/vector/digest.json     the definition and its schemas; the digest is the SHA-256 of what the file holds
 * </pre>
 *
 * <p>One vector may have several definitions: those that differ in descriptions, or in features that no model reads.
 */
public final class FileDefinitionStore {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String ENDING = ".json";

    private final Path root;

    /** @param root a path or URI, the one of the models */
    public FileDefinitionStore(String root) {
        this.root = new Path(root);
    }

    /**
     * Keeps a definition; one that is kept already stays as it is.
     *
     * @param vector the fingerprint of its vector
     */
    public void put(String pipeline, String vector, PipelineText text) throws IOException {
        byte[] bytes = write(text);
        Path file = new Path(directory(pipeline, vector), ModelDigest.of(bytes) + ENDING);
        if (!StoredFiles.exists(file)) {
            StoredFiles.write(file, bytes);
        }
    }

    /** The definitions of a vector, the one that was kept last first; empty where there is none. */
    public List<PipelineText> definitions(String pipeline, String vector) throws IOException {
        Path directory = directory(pipeline, vector);
        if (!StoredFiles.exists(directory)) {
            return List.of();
        }
        FileSystem files = StoredFiles.of(directory);
        List<FileStatus> kept = new ArrayList<>(List.of(files.listStatus(directory)));
        kept.removeIf(file -> !file.getPath().getName().endsWith(ENDING)
                || file.getPath().getName().startsWith("."));
        kept.sort(Comparator.comparingLong(FileStatus::getModificationTime)
                .reversed()
                .thenComparing(file -> file.getPath().getName()));
        List<PipelineText> texts = new ArrayList<>();
        for (FileStatus file : kept) {
            texts.add(read(StoredFiles.read(file.getPath()), file.getPath().toString()));
        }
        return texts;
    }

    private Path directory(String pipeline, String vector) {
        return new Path(new Path(new Path(root, pipeline), "definitions"), vector);
    }

    private static byte[] write(PipelineText text) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("file", text.file());
        json.put("definition", text.yaml());
        text.schemas().forEach(json.putObject("schemas")::put);
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static PipelineText read(byte[] bytes, String where) throws IOException {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            Map<String, String> schemas = new HashMap<>();
            json.required("schemas")
                    .properties()
                    .forEach(entry ->
                            schemas.put(entry.getKey(), entry.getValue().asText()));
            return new PipelineText(
                    json.required("file").asText(), json.required("definition").asText(), schemas);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DefinitionException(where, "it is no definition that a job has kept: " + e.getMessage());
        }
    }
}
