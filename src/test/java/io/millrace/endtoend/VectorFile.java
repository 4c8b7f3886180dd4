package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code millrace vectors} wrote: a value of each feature for each event.
 *
 * @param features by name, in order
 * @param values by event and in the order of the features; NaN where the cell is empty
 */
record VectorFile(List<String> features, Map<String, double[]> values) {
    static VectorFile read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> header = Arrays.asList(lines.get(0).split(",", -1));
        Map<String, double[]> values = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            values.put(
                    cells[0],
                    Arrays.stream(cells, 1, cells.length)
                            .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                            .toArray());
        }
        return new VectorFile(header.subList(1, header.size()), values);
    }

    /** The value of a feature. */
    double value(String event, String feature) {
        return values.get(event)[features.indexOf(feature)];
    }

    /** A feature of one value alone would be no proof. */
    void assertEveryFeatureVaries() {
        for (int i = 0; i < features.size(); i++) {
            int feature = i;
            assertThat(values.values().stream()
                            .mapToDouble(row -> row[feature])
                            .filter(value -> !Double.isNaN(value))
                            .distinct()
                            .count())
                    .as(features.get(i))
                    .isGreaterThan(1);
        }
    }

    /** A prediction whose model takes all features in their order has these values, to the bit. */
    void assertSameVector(Prediction prediction) {
        assertSameVector(prediction, -1);
    }

    /** The same but for the feature at one position. */
    void assertSameVector(Prediction prediction, int except) {
        double[] expected = values.get(prediction.eventId());
        double[] found = prediction.vector();
        assertThat(found).as(prediction.eventId()).hasSize(features.size());
        for (int i = 0; i < found.length; i++) {
            if (i != except && Double.doubleToLongBits(found[i]) != Double.doubleToLongBits(expected[i])) {
                assertThat(found[i])
                        .as("%s of %s", features.get(i), prediction.eventId())
                        .isEqualTo(expected[i]);
            }
        }
    }
}
