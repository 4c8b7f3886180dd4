package io.millrace.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.ModelDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A model under {@code src/test/resources/models}, with inputs and what its own framework computes for them. */
public final class KeptModel {
    private final String name;
    private final byte[] artefact;
    private final JsonNode probes;

    public KeptModel(String name) {
        this.name = name;
        this.artefact = read(name + ".onnx");
        try {
            this.probes = new ObjectMapper().readTree(read(name + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String file) {
        try (InputStream in = KeptModel.class.getResourceAsStream("/models/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    public byte[] artefact() {
        return artefact;
    }

    public String digest() {
        return ModelDigest.of(artefact);
    }

    public int rows() {
        return probes.get("inputs").elements().next().size();
    }

    /** A value of an input; numbers as they are, NaN where there is none, and 0 or 1 for booleans. */
    public double input(String input, int row, int column) {
        JsonNode value = probes.get("inputs").get(input).get(row).get(column);
        return value.isBoolean() ? (value.asBoolean() ? 1 : 0) : value.isNull() ? Double.NaN : value.doubleValue();
    }

    public String text(String input, int row) {
        return probes.get("inputs").get(input).get(row).get(0).textValue();
    }

    public double expected(String output, int row, int column) {
        return probes.get("outputs").get(output).get(row).get(column).doubleValue();
    }

    public int columns(String output) {
        return probes.get("outputs").get(output).get(0).size();
    }

    /** How far ONNX Runtime's floats may be from what a framework computed, often in doubles: relative 1e-6, and absolute 2e-7 for values below 0.2. */
    public static double tolerance(double expected) {
        return 1e-6 * Math.max(Math.abs(expected), 0.2);
    }
}
