package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The definition with every aggregate, and what it becomes. */
final class EveryAggregate {
    static final Path DEFINITION = Scripts.definition("every-aggregate");
    /** The feature of {@link #changed} that must warm, because it needs other rows. */
    static final String WARMING = "card.small";
    /** Its window. */
    static final Duration WINDOW = Duration.ofDays(2);

    private EveryAggregate() {}

    /** One feature that needs other rows, one of rows that are kept, one less, some with other names, the sets and some features in another order. */
    static Path changed() throws IOException {
        String old = Files.readString(DEFINITION);
        int card = old.indexOf("  card:\n");
        int terminal = old.indexOf("  terminal:\n");
        int pair = old.indexOf("  pair:\n");
        int transaction = old.indexOf("  transaction:\n");
        String changed = old.substring(0, card)
                + old.substring(pair, transaction)
                + old.substring(terminal, pair)
                + changedCard(old.substring(card, terminal))
                + old.substring(transaction);
        return Files.writeString(
                Path.of("target", "changed-definition.yaml"),
                replaced(changed, "[card.*, terminal.*, pair.*,", "[pair.*, terminal.*, card.*,"));
    }

    private static String changedCard(String card) {
        String without = replaced(card, "    kurtosis: {kurtosis: amount, window: 7d}\n", "");
        String renamed = replaced(
                replaced(without, "    digits: {custom", "    numerals: {custom"),
                "    max: {max",
                "    most_paid: {max");
        return replaced(renamed, "    count: {count: all, windows: [1h, 1d, 7d, lifetime]}\n", """
                small: {sum: amount, where: amount < 20.0, window: 2d}
                sevens: {custom: first_digits, of: amount, parameters: {digit: 7}, window: 1d, empty: missing}
                count: {count: all, windows: [lifetime, 1h, 1d, 7d]}
            """);
    }

    /** More features, of which some never end and one is the user's own, and a set more; none over features of other sets, which can't come from the lake. */
    static Path added() throws IOException {
        String old = Files.readString(DEFINITION);
        String without = replaced(
                old,
                "    unusual: {source: transactions, count: all, where: amount > 1.5 * card.avg_7d, windows: [1d, 7d]}\n",
                "");
        String card = replaced(without, "    excess: {expr: \"spend_1d / avg_7d\"}\n", """
                excess: {expr: "spend_1d / avg_7d"}
                big: {sum: amount, where: amount > 20.0, windows: [1h, 1d, 7d, lifetime], empty: missing}
                beyond: {expr: "big_1d / avg_7d"}
                sevens: {custom: first_digits, of: amount, parameters: {digit: 7}, windows: [1d, 7d, lifetime], empty: missing}
                highest: {top: amount, k: 4, windows: [1d, 7d]}
            """);
        String visit = replaced(card, "  transaction:\n", """
              visit:
                entity: [terminal_id, customer_id]
                source: transactions
                count: {count: all, windows: [1d, lifetime]}
                since: {since_last: all, includes_current: false, empty: missing, window: lifetime}
                top: {top: amount, k: 2, window: 7d}
              transaction:
            """);
        return Files.writeString(
                Path.of("target", "added-features.yaml"),
                replaced(visit, "pair.*, transaction.*]", "pair.*, visit.*, transaction.*]"));
    }

    private static String replaced(String text, String part, String replacement) {
        assertThat(text).contains(part);
        return text.replace(part, replacement);
    }
}
