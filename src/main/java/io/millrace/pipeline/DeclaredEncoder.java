package io.millrace.pipeline;

import io.millrace.content.Encoder;
import io.millrace.content.TextRecipe;
import io.millrace.content.TextRecipe.Overlong;

/** An encoder, and how much of a text it reads. */
record DeclaredEncoder(Encoder encoder, int tokens, Overlong overlong) {
    TextRecipe recipe() {
        return new TextRecipe(encoder, tokens, overlong);
    }
}
