package io.millrace.adapter.content;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.millrace.config.DefinitionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Splits texts into tokens as a {@code tokenizer.json} says, but for its rules of padding and truncation: texts are never padded, and truncated as the recipe says. */
final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private Tokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Opens a tokenizer.
     *
     * @param most the most tokens that it gives
     * @throws DefinitionException when the file is no tokenizer
     */
    static Tokenizer open(byte[] json, String digest, int most) {
        TokenizersInLib.check();
        Map<String, String> options = Map.of(
                "addSpecialTokens", "true",
                "padding", "false",
                "truncation", "true",
                "maxLength", Integer.toString(most),
                "modelMaxLength", Integer.toString(most));
        try {
            return new Tokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
        } catch (IOException | RuntimeException e) {
            throw new DefinitionException(
                    "tokenizer " + digest,
                    "it is no tokenizer.json of Hugging Face's tokenizers, or can't be used: " + e.getMessage());
        }
    }

    Encoding encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
