package io.millrace.adapter.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.ImageEncoder;
import io.millrace.content.ImageRecipe;
import io.millrace.content.ImageRecipe.Channels;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embeddings by a model that PyTorch exported, against what PyTorch computes. */
class ImageEncoderReaderTest {
    private static final int PIXELS = 1_000;

    @TempDir
    private static Path store;

    private final ConvModel conv;

    ImageEncoderReaderTest() throws IOException {
        this.conv = ConvModel.read();
    }

    @BeforeAll
    static void keepTheModel() throws IOException {
        assertThat(new FileArtefactStore(store.toString()).put(ConvModel.bytes()))
                .isEqualTo(ConvModel.MODEL);
    }

    private ImageRecipe recipe(int width, int height, int dimensions, boolean normalise) {
        ImageEncoder encoder = new ImageEncoder(ConvModel.MODEL, dimensions, normalise);
        return new ImageRecipe(width, height, Channels.RGB, conv.mean(), conv.deviation(), PIXELS, encoder);
    }

    private static ContentReader open(ImageRecipe recipe) throws IOException {
        return new StoredReaders(store.toString(), ImagePlaces.none()).open(recipe);
    }

    private ContentReader open(boolean normalise) throws IOException {
        return open(recipe(ConvModel.SIDE, ConvModel.SIDE, ConvModel.DIMENSIONS, normalise));
    }

    private static NumberVector read(ContentReader reader, byte[] image) throws ContentException {
        return reader.read(new String(image, StandardCharsets.ISO_8859_1)).vector();
    }

    @Test
    void embeddingsAreThoseOfPyTorch() throws Exception {
        try (ContentReader reader = open(false)) {
            for (int i = 0; i < conv.images(); i++) {
                NumberVector embedding = read(reader, conv.png(i));
                assertThat(embedding.size()).isEqualTo(ConvModel.DIMENSIONS);
                for (int k = 0; k < ConvModel.DIMENSIONS; k++) {
                    assertThat(embedding.at(k)).isCloseTo(conv.embedding(i).get(k), within(1e-6));
                }
            }
        }
    }

    @Test
    void normalisedOnesHaveTheLengthOne() throws Exception {
        try (ContentReader reader = open(true)) {
            NumberVector embedding = read(reader, conv.png(0));
            double squares = 0;
            for (int k = 0; k < ConvModel.DIMENSIONS; k++) {
                squares += embedding.at(k) * embedding.at(k);
            }
            assertThat(squares).isCloseTo(1, within(1e-6));
            double ratio = conv.embedding(0).get(1) / conv.embedding(0).get(0);
            assertThat(embedding.at(1) / embedding.at(0)).isCloseTo(ratio, within(1e-4));
        }
    }

    @Test
    void theSameImageHasTheSameBitsWhateverWasReadBefore() throws Exception {
        try (ContentReader one = open(false);
                ContentReader two = open(false)) {
            List<NumberVector> forwards =
                    List.of(read(one, conv.png(0)), read(one, conv.png(1)), read(one, conv.png(2)));
            for (int i = 2; i >= 0; i--) {
                assertThat(read(two, conv.png(i))).isEqualTo(forwards.get(i));
            }
        }
    }

    @Test
    void brokenImagesAreRefusedAsTensorsOfThemAre() throws Exception {
        try (ContentReader reader = open(false)) {
            assertThatThrownBy(() -> reader.read("no image"))
                    .isInstanceOfSatisfying(
                            ContentException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_CONTENT))
                    .hasMessage("its 8 bytes are no image; expected PNG, JPEG, GIF or BMP");
        }
    }

    @Test
    void aModelThatDoesNotFitIsRefusedAtTheStart() {
        refused(
                recipe(16, 8, ConvModel.DIMENSIONS, false),
                "its inputs are [pixels float[N, 3, 8, 8]]; expected one, float[N, 3, 8, 16], as \"channels\" and \"resize\""
                        + " say: channels, height and width; or declare those of the model");
        refused(
                recipe(ConvModel.SIDE, ConvModel.SIDE, 7, false),
                "it gives embedding [1, 6] for one text or image, but dimensions: 7 is declared; write how many numbers it"
                        + " gives");
        assertThat(OnnxModel.isLoaded(ConvModel.MODEL)).isFalse();
    }

    private static void refused(ImageRecipe recipe, String why) {
        assertThatThrownBy(() -> open(recipe))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("encoder " + ConvModel.MODEL + ": " + why);
    }

    @Test
    void theModelIsLetGoWithItsReaders() throws Exception {
        try (ContentReader one = open(false)) {
            assertThat(OnnxModel.isLoaded(ConvModel.MODEL)).isTrue();
            open(true).close();
            assertThat(read(one, conv.png(0)).size()).isEqualTo(ConvModel.DIMENSIONS);
        }
        assertThat(OnnxModel.isLoaded(ConvModel.MODEL)).isFalse();
    }
}
