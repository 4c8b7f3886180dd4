package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorsOfRealTransactionsTest {
    private static final int ROWS = 400_000;
    private static final double RELATIVE = 1e-9;

    @Test
    void everyFeatureEqualsANaiveRecomputation(@TempDir Path folder) throws Exception {
        Path real = RealTransactions.file().orElse(null);
        assumeTrue(
                real != null, "the card transactions are not beside this project, so their vectors are not compared");
        Path data = folder.resolve("transactions.csv");
        Path out = folder.resolve("vectors.csv");
        RealTransactions.copyFirst(real, ROWS, data);

        PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int exit = Millrace.run(
                console, console, "vectors", "jobs/card-fraud", "--data", data.toString(), "--out", out.toString());

        assertThat(exit).isZero();
        try (BufferedReader rows = Files.newBufferedReader(data);
                BufferedReader vectors = Files.newBufferedReader(out)) {
            rows.readLine();
            List<String> header = Arrays.asList(vectors.readLine().split(",", -1));
            NaiveCardFraud naive = new NaiveCardFraud();
            assertThat(header.get(0)).isEqualTo("transaction_id");
            for (int i = 0; i < ROWS; i++) {
                String[] row = rows.readLine().split(",", -1);
                compare(header, vectors.readLine().split(",", -1), row[0], naive.next(row));
            }
            assertThat(vectors.readLine()).isNull();
        }
    }

    private static void compare(List<String> header, String[] vector, String id, Map<String, Double> expected) {
        assertThat(vector[0]).isEqualTo(id);
        assertThat(header).hasSize(expected.size() + 1);
        Map<String, Double> actual = new HashMap<>();
        for (int i = 1; i < vector.length; i++) {
            actual.put(header.get(i), Double.parseDouble(vector[i]));
        }
        expected.forEach((name, value) -> {
            boolean exact = !name.contains("avg") && !name.contains("risk");
            if (exact
                    ? actual.get(name).doubleValue() != value
                    : Math.abs(actual.get(name) - value) > RELATIVE * value) {
                assertThat(actual.get(name))
                        .as("%s of transaction %s", name, id)
                        .isCloseTo(value, within(RELATIVE * value));
            }
        });
    }
}
