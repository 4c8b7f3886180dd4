package io.millrace.model;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a pipeline gives to its model.
 *
 * @param fingerprint of the pipeline's vector, which the model must have been trained for
 * @param features names of the features in the order of the vector
 */
public record ModelInputs(String fingerprint, List<String> features) implements Serializable {
    private static final long serialVersionUID = 1;

    public ModelInputs {
        features = List.copyOf(features);
    }

    /** A vector of {@code width} features whose names nobody knows. */
    public static ModelInputs unnamed(String fingerprint, int width) {
        return new ModelInputs(
                fingerprint, IntStream.range(0, width).mapToObj(i -> "$" + i).toList());
    }

    public int width() {
        return features.size();
    }
}
