package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDefinitionStoreTest {
    private static final PipelineText TEXT =
            new PipelineText("pipeline.yaml", "pipeline: cards\n", Map.of("schemas/a.avsc", "{\"type\": \"record\"}"));

    @TempDir
    private Path folder;

    private FileDefinitionStore store() {
        return new FileDefinitionStore(folder.toString());
    }

    @Test
    void keepsEveryDefinitionOfAVectorOnce() throws IOException {
        PipelineText described = new PipelineText("pipeline.yaml", "pipeline: cards\ndescription: more\n", Map.of());

        store().put("cards", "v1", TEXT);
        store().put("cards", "v1", TEXT);
        store().put("cards", "v1", described);
        store().put("cards", "v2", TEXT);

        assertThat(store().definitions("cards", "v1")).containsExactlyInAnyOrder(TEXT, described);
        assertThat(store().definitions("cards", "v2")).containsExactly(TEXT);
        assertThat(store().definitions("cards", "v3")).isEmpty();
        assertThat(store().definitions("other", "v1")).isEmpty();
    }

    @Test
    void doesNotStandInTheWayOfModels() throws IOException {
        store().put("cards", "0".repeat(64), TEXT);

        assertThat(new FileModelStore(folder.toString()).cards("cards")).isEmpty();
    }

    @Test
    void aFileThatIsNoDefinitionIsNamed() throws IOException {
        store().put("cards", "v1", TEXT);
        Path kept;
        try (Stream<Path> files = Files.list(folder.resolve("cards/definitions/v1"))) {
            kept = files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
        for (String spoilt : List.of("{", "{}")) {
            Files.writeString(kept, spoilt);

            assertThatThrownBy(() -> store().definitions("cards", "v1"))
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageContaining(kept.getFileName().toString())
                    .hasMessageContaining("it is no definition that a job has kept: ");
        }
    }
}
