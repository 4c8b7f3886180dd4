package io.millrace.adapter.content;

import ai.djl.huggingface.tokenizers.Encoding;
import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.Encoder;
import io.millrace.content.Encoder.Pooling;
import io.millrace.content.TextRecipe;
import io.millrace.content.TextRecipe.Overlong;
import io.millrace.governance.Reason;
import io.millrace.onnx.OnnxCall;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.OnnxValue;
import io.millrace.onnx.ShapedTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Computes embeddings of texts with a model of the BERT family: token ids, attention mask and, where the model has it, token types go in, each text in a call of its own and without
 * padding; an embedding for each token comes out, or one for the text.
 */
final class TextReader implements ContentReader {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PROBE = "a text";

    private final TextRecipe recipe;
    private final OnnxModel model;
    private final Tokenizer tokenizer;
    private final OnnxCall call;
    private final List<String> inputs;

    private TextReader(TextRecipe recipe, OnnxModel model, Tokenizer tokenizer, String output) {
        this.recipe = recipe;
        this.model = model;
        this.tokenizer = tokenizer;
        this.call = new OnnxCall(model, output, TIMEOUT);
        this.inputs = model.inputs().stream().map(OnnxValue::name).toList();
    }

    /**
     * Opens a reader, which closes the model when it is closed.
     *
     * @throws DefinitionException when the model or the tokenizer does not do what the recipe says; the model stays open then
     */
    static TextReader open(TextRecipe recipe, OnnxModel model, byte[] tokenizer) {
        String output = output(recipe, model);
        Tokenizer opened = Tokenizer.open(tokenizer, recipe.encoder().tokenizer(), recipe.tokens());
        TextReader reader = new TextReader(recipe, model, opened, output);
        try {
            reader.read(PROBE);
            return reader;
        } catch (ContentException | RuntimeException e) {
            reader.call.close();
            opened.close();
            throw e instanceof DefinitionException known
                    ? known
                    : refused(model, "it gives no embedding of a short text: " + e.getMessage());
        }
    }

    private static String output(TextRecipe recipe, OnnxModel model) {
        List<String> names = model.inputs().stream().map(OnnxValue::name).toList();
        if (!names.containsAll(List.of(IDS, MASK)) || !Set.of(IDS, MASK, TYPES).containsAll(names)) {
            throw refused(
                    model,
                    "its inputs are " + names + "; expected " + IDS + ", " + MASK + " and at most " + TYPES
                            + " besides");
        }
        int rank = recipe.encoder().pooling() == Pooling.NONE ? 2 : 3;
        return model.outputs().stream()
                .filter(value -> value.type().equals("float") && value.shape().size() == rank)
                .map(OnnxValue::name)
                .findFirst()
                .orElseThrow(() -> refused(
                        model,
                        "its outputs are "
                                + model.outputs().stream()
                                        .map(value -> value.name() + " " + value.describe())
                                        .toList()
                                + "; expected "
                                + (rank == 2
                                        ? "an embedding for each text, float[N, d]; or write pooling: mean"
                                        : "an embedding for each token, float[N, N, d]; or write pooling: none")));
    }

    private static DefinitionException refused(OnnxModel model, String why) {
        return new DefinitionException("encoder " + model.digest(), why);
    }

    @Override
    public Reading read(String content) throws ContentException {
        Encoding tokens = tokenizer.encode(content);
        if (tokens.exceedMaxLength() && recipe.overlong() == Overlong.REFUSE) {
            throw new ContentException(
                    Reason.OVERSIZED, "the text has more than " + recipe.tokens() + " tokens, which is refused");
        }
        ShapedTensor given = run(tokens);
        Encoder encoder = recipe.encoder();
        return new Reading(
                Pool.embedding(given, encoder.model(), encoder.dimensions(), encoder.pooling(), encoder.normalise()),
                tokens.exceedMaxLength());
    }

    private ShapedTensor run(Encoding tokens) throws ContentException {
        List<ShapedTensor> given = new ArrayList<>();
        for (String input : inputs) {
            long[] numbers =
                    switch (input) {
                        case IDS -> tokens.getIds();
                        case MASK -> tokens.getAttentionMask();
                        default -> tokens.getTypeIds();
                    };
            given.add(ShapedTensor.ofLongs(input, numbers, 1, numbers.length));
        }
        try {
            return call.run(given);
        } catch (OnnxException e) {
            throw new ContentException(Reason.UNREADABLE_CONTENT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        call.close();
        tokenizer.close();
        model.close();
    }
}
