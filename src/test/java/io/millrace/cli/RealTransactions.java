package io.millrace.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The card transactions that tests use where they are present: a gzipped CSV beside the project, never in it. */
public final class RealTransactions {
    private RealTransactions() {}

    /** The file, from the system property {@code millrace.data} or its usual place. */
    public static Optional<Path> file() {
        Path file = Path.of(System.getProperty("millrace.data", "../shared/data/card-transactions.csv.gz"));
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Copies the header and the first rows to a plain CSV file. */
    public static void copyFirst(Path from, int rows, Path to) throws IOException {
        try (BufferedReader in = reader(from);
                BufferedWriter out = Files.newBufferedWriter(to)) {
            for (int i = 0; i <= rows; i++) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                out.write(line);
                out.newLine();
            }
        }
    }

    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }
}
