package io.millrace.adapter.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** A small image model that PyTorch exported, and what PyTorch computes of some images: src/test/python/export_image_models.py. */
public final class ConvModel {
    public static final String MODEL = "07ff6d28bc24ccb60e43778d47d93c919ac2c92edaa4390fedb130088e088fd8";
    public static final int SIDE = 8;
    public static final int DIMENSIONS = 6;

    private final JsonNode kept;

    private ConvModel(JsonNode kept) {
        this.kept = kept;
    }

    static ConvModel read() throws IOException {
        try (InputStream in = resource("/images/conv.json")) {
            return new ConvModel(new ObjectMapper().readTree(in));
        }
    }

    /** The ONNX file. */
    public static byte[] bytes() throws IOException {
        try (InputStream in = resource("/images/conv.onnx")) {
            return in.readAllBytes();
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ConvModel.class.getResourceAsStream(name), name);
    }

    List<Double> mean() {
        return numbers(kept.get("mean"));
    }

    List<Double> deviation() {
        return numbers(kept.get("deviation"));
    }

    int images() {
        return kept.get("images").size();
    }

    /** An image as a PNG. */
    byte[] png(int index) throws IOException {
        JsonNode channels = kept.get("images").get(index);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                int pixel = 0;
                for (JsonNode channel : channels) {
                    pixel = pixel << 8 | channel.get(row).get(column).asInt();
                }
                image.setRGB(column, row, pixel);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** What PyTorch makes of it. */
    List<Double> embedding(int index) {
        return numbers(kept.get("embeddings").get(index));
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }
}
