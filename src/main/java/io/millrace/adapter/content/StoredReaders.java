package io.millrace.adapter.content;

import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.content.ContentReader;
import io.millrace.content.ContentReaders;
import io.millrace.content.Encoder;
import io.millrace.content.ImageFiles;
import io.millrace.content.ImageRecipe;
import io.millrace.content.Recipe;
import io.millrace.content.TextRecipe;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;

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
        if (recipe instanceof ImageRecipe image) {
            return new ImageReader(image);
        }
        TextRecipe text = (TextRecipe) recipe;
        Encoder encoder = text.encoder();
        FileArtefactStore artefacts = new FileArtefactStore(store);
        byte[] tokenizer = artefacts.read(encoder.tokenizer(), "tokenizer");
        OnnxModel model = model(encoder.model(), artefacts.read(encoder.model(), "encoder"));
        try {
            return TextReader.open(text, model, tokenizer);
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
