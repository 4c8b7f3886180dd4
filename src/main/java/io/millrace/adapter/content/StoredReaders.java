package io.millrace.adapter.content;

import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.content.ContentReader;
import io.millrace.content.ContentReaders;
import io.millrace.content.ImageEncoder;
import io.millrace.content.ImageFiles;
import io.millrace.content.ImageRecipe;
import io.millrace.content.Recipe;
import io.millrace.content.TextRecipe;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.util.function.Function;

/**
 * Readers whose encoders and tokenizers lie in an artefact store, and images in files.
 *
 * @param store a path or URI, the one of the models
 * @param images where images lie that events refer to
 */
public record StoredReaders(String store, ImagePlaces images) implements ContentReaders {
    private static final long serialVersionUID = 1;

    /** As settings say. */
    public static StoredReaders of(Settings settings) {
        return new StoredReaders(settings.text(Setting.MODELS_STORE), ImagePlaces.of(settings));
    }

    @Override
    public ImageFiles files() {
        return StoredImages.open(images);
    }

    @Override
    public int ahead() {
        return images.ahead();
    }

    @Override
    public ContentReader open(Recipe recipe) throws IOException {
        if (recipe instanceof TextRecipe text) {
            byte[] tokenizer = new FileArtefactStore(store).read(text.encoder().tokenizer(), "tokenizer");
            return open(text.encoder().model(), model -> TextReader.open(text, model, tokenizer));
        }
        ImageRecipe image = (ImageRecipe) recipe;
        ImageEncoder encoder = image.encoder();
        return encoder == null
                ? new ImageReader(image)
                : open(encoder.model(), model -> ImageEncoderReader.open(image, encoder, model));
    }

    /** A reader that closes the model when it is closed; one that can't be opened leaves it open. */
    private ContentReader open(String digest, Function<OnnxModel, ContentReader> reader) throws IOException {
        OnnxModel model = model(digest, new FileArtefactStore(store).read(digest, "encoder"));
        try {
            return reader.apply(model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static OnnxModel model(String digest, byte[] artefact) {
        try {
            return OnnxModel.open(artefact, digest);
        } catch (OnnxException e) {
            throw new DefinitionException("encoder " + digest, String.valueOf(e.getMessage()));
        }
    }
}
