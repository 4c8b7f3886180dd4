package io.millrace.adapter.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.ContentReader.Reading;
import io.millrace.content.Encoder;
import io.millrace.content.Encoder.Pooling;
import io.millrace.content.TextRecipe;
import io.millrace.content.TextRecipe.Overlong;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReaderTest {
    private static final List<String> SENTENCES = List.of(
            "My router restarts every night.",
            "The router reboots by itself when it is dark.",
            "Please send me last month's invoice again.",
            "a",
            "  Größe, naïve, 你好 and 🚀, l'été; \t tabs\nand lines  ",
            "the same words the same words the same words".repeat(10));

    @TempDir
    private static Path store;

    private static StoredReaders readers = new StoredReaders("", ImagePlaces.none());

    @BeforeAll
    static void keepTheModel() throws IOException {
        readers = MiniLm.in(store);
    }

    private static TextRecipe recipe(int tokens, Overlong overlong) {
        return new TextRecipe(MiniLm.ENCODER, tokens, overlong);
    }

    private static ContentReader open() throws IOException {
        return readers.open(recipe(256, Overlong.TRUNCATE));
    }

    @Test
    void embeddingsAreThoseOfAnotherImplementation() throws Exception {
        AllMiniLmL6V2QuantizedEmbeddingModel other = new AllMiniLmL6V2QuantizedEmbeddingModel();
        try (ContentReader reader = open()) {
            for (String sentence : SENTENCES) {
                NumberVector ours = reader.read(sentence).vector();
                float[] theirs = other.embed(sentence).content().vector();
                assertThat(ours.size()).isEqualTo(384).isEqualTo(theirs.length);
                for (int i = 0; i < theirs.length; i++) {
                    assertThat(ours.at(i)).as(sentence).isCloseTo(theirs[i], within(1e-5));
                }
            }
        }
    }

    @Test
    void sentencesOfOneMeaningLieCloser() throws Exception {
        try (ContentReader reader = open()) {
            NumberVector first = reader.read(SENTENCES.get(0)).vector();
            double same = cosine(first, reader.read(SENTENCES.get(1)).vector());
            double other = cosine(first, reader.read(SENTENCES.get(2)).vector());
            assertThat(same).isGreaterThan(0.6);
            assertThat(other).isLessThan(0.3);
        }
    }

    private static double cosine(NumberVector a, NumberVector b) {
        double product = 0;
        for (int i = 0; i < a.size(); i++) {
            product += a.at(i) * b.at(i);
        }
        return product;
    }

    @Test
    void theSameTextHasTheSameBitsWhateverWasReadBefore() throws Exception {
        try (ContentReader one = open();
                ContentReader two = open()) {
            List<NumberVector> forwards =
                    SENTENCES.stream().map(text -> read(one, text)).toList();
            for (int i = SENTENCES.size() - 1; i >= 0; i--) {
                assertThat(read(two, SENTENCES.get(i))).isEqualTo(forwards.get(i));
            }
        }
    }

    private static NumberVector read(ContentReader reader, String text) {
        try {
            return reader.read(text).vector();
        } catch (ContentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ofALongTextTheBeginningIsReadAndItIsSaid() throws Exception {
        String six = "one two three four five six";
        try (ContentReader reader = readers.open(recipe(8, Overlong.TRUNCATE))) {
            Reading whole = reader.read(six);
            Reading cut = reader.read(six + " seven");
            assertThat(whole.truncated()).isFalse();
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.vector()).isEqualTo(whole.vector());
        }
    }

    @Test
    void aLongTextCanBeRefused() throws Exception {
        try (ContentReader reader = readers.open(recipe(8, Overlong.REFUSE))) {
            assertThat(reader.read("one two three four five six").truncated()).isFalse();
            assertThatThrownBy(() -> reader.read("one two three four five six seven"))
                    .isInstanceOfSatisfying(
                            ContentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OVERSIZED))
                    .hasMessage("the text has more than 8 tokens, which is refused");
        }
    }

    @Test
    void withoutPoolingOverTokensTheFirstOneCounts() throws Exception {
        Encoder first = new Encoder(MiniLm.MODEL, MiniLm.TOKENIZER, 384, Pooling.FIRST, false);
        try (ContentReader mean = open();
                ContentReader reader = readers.open(new TextRecipe(first, 256, Overlong.TRUNCATE))) {
            NumberVector vector = reader.read("a text").vector();
            assertThat(cosine(vector, vector)).isGreaterThan(1.5);
            assertThat(vector).isNotEqualTo(mean.read("a text").vector());
        }
    }

    @Test
    void theSessionIsSharedAndClosedWithTheLastReader() throws Exception {
        ContentReader one = open();
        ContentReader two = open();
        assertThat(OnnxModel.isLoaded(MiniLm.MODEL)).isTrue();
        one.close();
        assertThat(OnnxModel.isLoaded(MiniLm.MODEL)).isTrue();
        two.close();
        assertThat(OnnxModel.isLoaded(MiniLm.MODEL)).isFalse();
    }

    @Test
    void whatDoesNotFitTheRecipeIsRefused() throws Exception {
        FileArtefactStore artefacts = new FileArtefactStore(store.toString());
        String noTokenizer = artefacts.put("{}".getBytes(StandardCharsets.UTF_8));
        refused(new Encoder(MiniLm.MODEL, MiniLm.TOKENIZER, 12, Pooling.MEAN, true))
                .hasMessageContaining(
                        "encoder " + MiniLm.MODEL + ": it gives last_hidden_state [1, 4, 384] for one text or image,"
                                + " but dimensions: 12 is declared");
        refused(new Encoder(MiniLm.MODEL, MiniLm.TOKENIZER, 384, Pooling.NONE, true))
                .hasMessageContaining("expected an embedding for each text, float[N, d]; or write pooling: mean");
        refused(new Encoder(MiniLm.MODEL, noTokenizer, 384, Pooling.MEAN, true))
                .hasMessageContaining("tokenizer " + noTokenizer + ": it is no tokenizer.json");
        refused(new Encoder(noTokenizer, MiniLm.TOKENIZER, 384, Pooling.MEAN, true))
                .hasMessageContaining("encoder " + noTokenizer);
        refused(new Encoder("0".repeat(64), MiniLm.TOKENIZER, 384, Pooling.MEAN, true))
                .hasMessageContaining("is not in the store; put it there: scripts/millrace models keep FILE --store");
        assertThat(OnnxModel.isLoaded(MiniLm.MODEL)).isFalse();
    }

    @Test
    void aChangedFileIsRefused(@TempDir Path other) throws Exception {
        StoredReaders changed = MiniLm.in(other);
        Files.write(other.resolve("artefacts").resolve(MiniLm.TOKENIZER), new byte[] {1});
        assertThatThrownBy(() -> changed.open(recipe(256, Overlong.TRUNCATE)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("the file is corrupt: its 1 bytes have the SHA-256");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Encoder encoder) {
        return assertThatThrownBy(() -> readers.open(new TextRecipe(encoder, 256, Overlong.TRUNCATE)))
                .isInstanceOf(DefinitionException.class);
    }
}
