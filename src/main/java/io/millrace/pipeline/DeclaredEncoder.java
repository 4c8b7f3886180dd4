package io.millrace.pipeline;

import io.millrace.content.Encoder;
import io.millrace.content.ImageEncoder;
import io.millrace.content.TextRecipe;
import io.millrace.content.TextRecipe.Overlong;

/** An encoder of texts or of images. */
sealed interface DeclaredEncoder {
    /** An encoder of texts, and how much of a text it reads. */
    record OfTexts(Encoder encoder, int tokens, Overlong overlong) implements DeclaredEncoder {
        TextRecipe recipe() {
            return new TextRecipe(encoder, tokens, overlong);
        }
    }

    /** An encoder of images. */
    record OfImages(ImageEncoder encoder) implements DeclaredEncoder {}
}
