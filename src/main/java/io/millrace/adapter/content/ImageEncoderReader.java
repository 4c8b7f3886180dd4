package io.millrace.adapter.content;

import io.millrace.config.DefinitionException;
import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.Encoder.Pooling;
import io.millrace.content.ImageEncoder;
import io.millrace.content.ImageRecipe;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import io.millrace.onnx.OnnxCall;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.OnnxValue;
import io.millrace.onnx.ShapedTensor;
import java.time.Duration;
import java.util.List;

/**
 * Computes embeddings of images with a model that takes a tensor of their pixels, [1, channels, height, width], each image in a call of its own, and gives an embedding, [1, dimensions].
 */
final class ImageEncoderReader implements ContentReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int RANK_OF_EMBEDDINGS = 2;

    private final ImageRecipe recipe;
    private final ImageEncoder encoder;
    private final OnnxModel model;
    private final ImageReader images;
    private final OnnxCall call;
    private final String input;

    private ImageEncoderReader(ImageRecipe recipe, ImageEncoder encoder, OnnxModel model, String input, String output) {
        this.recipe = recipe;
        this.encoder = encoder;
        this.model = model;
        this.images = new ImageReader(recipe);
        this.call = new OnnxCall(model, output, TIMEOUT);
        this.input = input;
    }

    /**
     * Opens a reader, which closes the model when it is closed.
     *
     * @throws DefinitionException when the model does not do what the recipe says; the model stays open then
     */
    static ImageEncoderReader open(ImageRecipe recipe, ImageEncoder encoder, OnnxModel model) {
        ImageEncoderReader reader = new ImageEncoderReader(recipe, encoder, model, input(recipe, model), output(model));
        try {
            reader.embedding(new float[recipe.numbers()]);
            return reader;
        } catch (ContentException | RuntimeException e) {
            reader.call.close();
            throw e instanceof DefinitionException known
                    ? known
                    : refused(model, "it gives no embedding of an image without anything on it: " + e.getMessage());
        }
    }

    private static String input(ImageRecipe recipe, OnnxModel model) {
        long[] expected = {1, recipe.channels().count(), recipe.height(), recipe.width()};
        List<OnnxValue> inputs = model.inputs();
        if (inputs.size() != 1 || !takes(inputs.get(0), expected)) {
            throw refused(
                    model,
                    "its inputs are " + described(inputs) + "; expected one, float[N, " + expected[1] + ", "
                            + expected[2]
                            + ", " + expected[3]
                            + "], as \"channels\" and \"resize\" say: channels, height and width; or declare those of the model");
        }
        return inputs.get(0).name();
    }

    private static boolean takes(OnnxValue value, long[] shape) {
        boolean takes = value.type().equals("float") && value.shape().size() == shape.length;
        for (int i = 0; takes && i < shape.length; i++) {
            long declared = value.shape().get(i);
            takes = declared == OnnxValue.DYNAMIC || declared == shape[i];
        }
        return takes;
    }

    private static String output(OnnxModel model) {
        return model.outputs().stream()
                .filter(value -> value.type().equals("float") && value.shape().size() == RANK_OF_EMBEDDINGS)
                .map(OnnxValue::name)
                .findFirst()
                .orElseThrow(() -> refused(
                        model,
                        "its outputs are " + described(model.outputs())
                                + "; expected an embedding for each image, float[N, d]; export the model with its pooling, and"
                                + " flattened"));
    }

    private static List<String> described(List<OnnxValue> values) {
        return values.stream()
                .map(value -> value.name() + " " + value.describe())
                .toList();
    }

    private static DefinitionException refused(OnnxModel model, String why) {
        return new DefinitionException("encoder " + model.digest(), why);
    }

    @Override
    public Reading read(String content) throws ContentException {
        return new Reading(embedding(images.tensor(content)), false);
    }

    private NumberVector embedding(float[] pixels) throws ContentException {
        ShapedTensor tensor =
                ShapedTensor.ofFloats(input, pixels, 1, recipe.channels().count(), recipe.height(), recipe.width());
        try {
            return Pool.embedding(
                    call.run(List.of(tensor)),
                    encoder.model(),
                    encoder.dimensions(),
                    Pooling.NONE,
                    encoder.normalise());
        } catch (OnnxException e) {
            throw new ContentException(Reason.UNREADABLE_CONTENT, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        call.close();
        model.close();
    }
}
