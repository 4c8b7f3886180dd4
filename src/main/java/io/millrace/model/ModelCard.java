package io.millrace.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What must be known about a model to use it, and to know later what it was.
 *
 * @param digest SHA-256 of the ONNX file in lower-case hex: the model's name
 * @param pipeline the pipeline that it was trained for
 * @param model the model's name in the definition
 * @param featureFingerprint fingerprint of the vector that it takes
 * @param inputs names of the features in the order of the vector
 * @param trainedFrom event time of the first row that it was trained on
 * @param trainedTo event time after the last row that it was trained on
 * @param rows rows that it was trained on
 * @param positives rows among them with a positive outcome
 * @param parameters of the training, by their library's names
 * @param metrics measured on the rows after {@code trainedTo}, by name; for example {@code auc}, {@code average_precision}, {@code holdout_rows}; {@code auc_of_} an input is that of the input that alone ranks the training rows best
 */
public record ModelCard(
        String digest,
        String pipeline,
        String model,
        String featureFingerprint,
        List<String> inputs,
        Instant trainedFrom,
        Instant trainedTo,
        long rows,
        long positives,
        Map<String, String> parameters,
        Map<String, Double> metrics) {
    public ModelCard {
        inputs = List.copyOf(inputs);
        parameters = Map.copyOf(parameters);
        metrics = Map.copyOf(metrics);
    }
}
