package io.millrace.endtoend;

import io.millrace.cli.RealTransactions;
import io.millrace.dev.CardWorld;
import io.millrace.dev.SimulatedCards;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Card transactions as rows of text (id, time, customer, terminal, amount, fraud): the real ones where they are present, else made up from a seed. */
final class CardRows {
    private static final long SEED = 20_180_401;
    private static final int CUSTOMERS = 500;
    private static final int TERMINALS = 1_000;
    private static final int SECONDS_BETWEEN = 45;

    private CardRows() {}

    static List<String[]> first(int count) {
        return RealTransactions.file().map(file -> read(file, count)).orElseGet(() -> make(count));
    }

    private static List<String[]> read(Path file, int count) {
        List<String[]> rows = new ArrayList<>(count);
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            in.readLine();
            for (int i = 0; i < count; i++) {
                rows.add(in.readLine().split(",", -1));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String[]> make(int count) {
        Random random = new Random(SEED);
        LocalDateTime time = LocalDateTime.of(2018, 4, 1, 0, 0);
        List<String[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            time = time.plusSeconds(random.nextInt(2 * SECONDS_BETWEEN));
            boolean fraud = random.nextInt(50) == 0;
            rows.add(new String[] {
                "" + i,
                time.toString().replace('T', ' ') + (time.getSecond() == 0 ? ":00" : ""),
                "" + random.nextInt(CUSTOMERS),
                "" + random.nextInt(TERMINALS),
                "" + (random.nextInt(20_000) + (fraud ? 15_000 : 1)) / 100.0,
                fraud ? "1" : "0",
                "0"
            });
        }
        return rows;
    }

    /**
     * Simulated rows, the same on every machine: about a thousand a day of 80 customers at 40 terminals, no two at one terminal in the same
     * second, so that their order does not depend on the partitions that they lie in.
     */
    static List<String[]> simulated(int count) {
        SimulatedCards cards = new SimulatedCards(new CardWorld(SEED, 80, 40, 1_000, LocalDate.of(2024, 1, 1)));
        Set<String> taken = new HashSet<>();
        return Stream.generate(() -> cards.next().cells().toArray(String[]::new))
                .filter(row -> taken.add(row[1] + " " + row[3]))
                .limit(count)
                .toList();
    }

    /** Epoch milliseconds of a row. */
    static long time(String[] row) {
        return LocalDateTime.parse(row[1].replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
    }

    static boolean isFraud(String[] row) {
        return row[5].equals("1");
    }

    /** Writes rows as a CSV file with the header that the definition's file sections name. */
    static Path write(List<String[]> rows, Path file) throws IOException {
        StringBuilder text = new StringBuilder(
                "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD,TX_FRAUD_SCENARIO\n");
        rows.forEach(row -> text.append(String.join(",", row)).append('\n'));
        return Files.writeString(file, text);
    }
}
