package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModelStoreTest {
    private static final byte[] ARTEFACT = "a model".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = ModelDigest.of(ARTEFACT);

    private final Path root;
    private final FileModelStore store;

    FileModelStoreTest(@TempDir Path root) {
        this.root = root;
        this.store = new FileModelStore(root.toString());
    }

    @Test
    void returnsWhatItKeeps() throws IOException {
        store.put(ARTEFACT, card(DIGEST));

        assertThat(store.artefact("card-fraud", DIGEST)).isEqualTo(ARTEFACT);
        assertThat(store.card("card-fraud", DIGEST)).isEqualTo(card(DIGEST));
    }

    @Test
    void takesUris() throws IOException {
        new FileModelStore(root.toUri().toString()).put(ARTEFACT, card(DIGEST));

        assertThat(store.artefact("card-fraud", DIGEST)).isEqualTo(ARTEFACT);
    }

    @Test
    void keepsTheSameModelTwice() throws IOException {
        store.put(ARTEFACT, card(DIGEST));
        store.put(ARTEFACT, card(DIGEST));

        try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> root.relativize(file).toString()))
                    .as("nothing temporary is left")
                    .containsExactlyInAnyOrder(
                            "card-fraud/" + DIGEST + "/model.onnx", "card-fraud/" + DIGEST + "/card.json");
        }
    }

    @Test
    void refusesACardOfAnotherModel() {
        assertThatThrownBy(() -> store.put(ARTEFACT, card("beef")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the card is of model beef, the artefact is " + DIGEST);
    }

    @Test
    void promotesOneAfterTheOther() throws IOException {
        byte[] next = {1, 2, 3};
        store.put(ARTEFACT, card(DIGEST));
        store.put(next, card(ModelDigest.of(next)));
        assertThat(store.hasChampion("card-fraud")).isFalse();

        store.promote("card-fraud", DIGEST);
        assertThat(store.hasChampion("card-fraud")).isTrue();
        assertThat(store.champion("card-fraud")).isEqualTo(DIGEST);

        store.promote("card-fraud", ModelDigest.of(next));
        assertThat(store.champion("card-fraud")).isEqualTo(ModelDigest.of(next));
        assertThat(root.resolve("card-fraud/champion")).hasContent(ModelDigest.of(next));
    }

    @Test
    void saysHowToGetAChampion() {
        assertThatThrownBy(() -> store.champion("card-fraud"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(root + "/card-fraud/champion: pipeline card-fraud has no champion; train one:"
                        + " scripts/millrace train jobs/card-fraud --data FILE");
    }

    @Test
    void refusesAChampionThatIsNoDigest() throws IOException {
        Files.createDirectories(root.resolve("card-fraud"));
        Files.writeString(root.resolve("card-fraud/champion"), "latest");

        assertThatThrownBy(() -> store.champion("card-fraud"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(root
                        + "/card-fraud/champion: found \"latest\", expected the digest of a model: 64 hex digits;"
                        + " write one there that is in " + root + "/card-fraud, or remove the file and train one:"
                        + " scripts/millrace train jobs/card-fraud --data FILE");
    }

    @Test
    void promotesOnlyWhatItKeeps() {
        assertThatThrownBy(() -> store.promote("card-fraud", "beef"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        root + "/card-fraud/beef/card.json: model beef of pipeline card-fraud is not in the store; give"
                                + " the digest of one that is, or train one: scripts/millrace train jobs/card-fraud --data FILE");
        assertThat(root.resolve("card-fraud/champion")).doesNotExist();
    }

    @Test
    void namesTheFileThatIsCorrupt() throws IOException {
        store.put(ARTEFACT, card(DIGEST));
        Files.writeString(root.resolve("card-fraud/" + DIGEST + "/model.onnx"), "a modem");

        assertThatThrownBy(() -> store.artefact("card-fraud", DIGEST))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(root + "/card-fraud/" + DIGEST
                        + "/model.onnx: the file is corrupt: its 7 bytes have the SHA-256 "
                        + ModelDigest.of("a modem".getBytes(StandardCharsets.UTF_8)) + ", expected " + DIGEST
                        + "; restore it, or remove its directory and train one: scripts/millrace train jobs/card-fraud --data"
                        + " FILE");
    }

    @Test
    void promotesNothingCorrupt() throws IOException {
        store.put(ARTEFACT, card(DIGEST));
        Files.writeString(root.resolve("card-fraud/" + DIGEST + "/model.onnx"), "");

        assertThatThrownBy(() -> store.promote("card-fraud", DIGEST))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("the file is corrupt");
        assertThat(store.hasChampion("card-fraud")).isFalse();
    }

    @Test
    void namesTheCardThatCanNotBeRead() throws IOException {
        store.put(ARTEFACT, card(DIGEST));
        Path file = root.resolve("card-fraud/" + DIGEST + "/card.json");

        Files.writeString(file, "{\"digest\": ");
        assertThatThrownBy(() -> store.card("card-fraud", DIGEST))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(file + ": it is not valid JSON: ");

        Files.writeString(file, "{\"digest\": \"beef\"}");
        assertThatThrownBy(() -> store.card("card-fraud", DIGEST))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(file + ": it is no model card: ")
                .hasMessageContaining("pipeline");
    }

    static ModelCard card(String digest) {
        return new ModelCard(
                digest,
                "card-fraud",
                "fraud",
                "f00d",
                List.of("transaction.amount", "card.count_1d"),
                Instant.parse("2018-04-01T00:00:00Z"),
                Instant.parse("2018-07-01T00:00:00Z"),
                870_000,
                7_000,
                Map.of("eta", "0.1", "max_depth", "6"),
                Map.of("auc", 0.1 + 0.2, "holdout_rows", 268000.0));
    }
}
