package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillraceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void validateSaysWhatIsInAValidDefinition() {
        assertThat(run("validate", "jobs/card-fraud/pipeline.yaml")).isZero();
        assertThat(out.toString())
                .matches(
                        "jobs/card-fraud/pipeline.yaml: valid, 2 sources, 18 features, 15 inputs, fingerprint [0-9a-f]{12}\\R");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFolderStandsForItsDefinition() {
        assertThat(run("validate", "jobs/card-fraud")).isZero();
        assertThat(out.toString()).startsWith("jobs/card-fraud/pipeline.yaml: valid, ");
    }

    @Test
    void validateReportsTheProblemsOfAllFiles(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "pipeline: Shop\n");
        Path missing = folder.resolve("missing.yaml");

        assertThat(run("validate", "jobs/card-fraud", broken.toString(), missing.toString()))
                .isEqualTo(2);

        assertThat(out.toString()).contains("jobs/card-fraud/pipeline.yaml: valid");
        assertThat(err.toString())
                .contains(broken + ":1 pipeline: \"Shop\" is no name of a pipeline")
                .contains(broken + ":1: has no \"model\"; write for example model: ")
                .contains(missing + ": there is no such file; name a definition or the folder of its pipeline.yaml")
                .doesNotContain("Exception");
    }

    @Test
    void planShowsWhatADefinitionMeans() {
        assertThat(run("plan", "jobs/card-fraud")).isZero();
        assertThat(out.toString())
                .contains(
                        "pipeline card-fraud\n", "owners: data payments-data, model fraud-ml", "delivery transactional")
                .containsPattern(
                        "transactions +transactions +io.millrace.cards.Transaction +transaction_id +event_time +5s +1d")
                .containsPattern(
                        "terminal +terminal_id +transactions, frauds +37d \\+ 37d late +transactions 28, frauds 28")
                .containsPattern("3 +card.avg_1d +real +6 +AVG amount:double of transactions by customer_id over 1d\\R")
                .containsPattern("9 +terminal.frauds_1d +integer +- +COUNT 1 of frauds by terminal_id over 1d\\R")
                .containsPattern("8 +terminal.seen_30d .* over 30d that ended 7d ago\\R")
                .contains("$1 = terminal.seen_1d; $2 = terminal.frauds_1d\n")
                .contains(
                        "reported by frauds, joined on transaction_id within 7d; absent counts as 0.0; corrected for 7d more");
    }

    @Test
    void planShowsTheColumnsOfFeaturesThatHaveTwo(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "  terminal:",
                "    places: {custom: geo_spread, of: [amount, amount / 2.0], window: 1d}\n"
                        + "    most: {sum: amount, by: terminal_id, largest: 1, window: 1d}\n  terminal:");
        assertThat(run("plan", file.toString())).isZero();
        assertThat(out.toString())
                .contains(
                        "CUSTOM geo_spread 1 {} amount:double and /(amount:double, 0x1.0p1) of transactions by customer_id")
                .containsPattern("SUM top 1 amount:double grouped by .*terminal_id:.* of transactions by customer_id");
    }

    @Test
    void planShowsByWhichSourceEntitiesAreErased(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "\nfeatures:\n",
                "  gone: {topic: gone, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}\nfeatures:\n",
                "    entity: terminal_id\n",
                "    entity: terminal_id\n    erase: gone\n");
        assertThat(run("plan", file.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("card +customer_id +transactions  ")
                .containsPattern("terminal +terminal_id +transactions, frauds; erased by gone  ");
    }

    @Test
    void planOfABrokenDefinitionReportsItsProblems(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("pipeline.yaml"), "pipeline: [");
        assertThat(run("plan", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith(broken + ":1: is not YAML: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void testRunsTheTestsOfADefinition() {
        assertThat(run("test", "jobs/flight-delay")).isZero();
        assertThat(run("test", "jobs/card-fraud")).isZero();
        assertThat(out.toString())
                .contains("passed  customers have windows of their own\n")
                .endsWith("jobs/card-fraud/pipeline.yaml: 6 tests, 0 failed\n");
    }

    @Test
    void aFailedTestShowsWhatTheFeatureSaw(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "expect: {at: 1d, card.count_1d: 1,",
                "expect: {at: 1d, card.count_1d: 2, terminal.risk_1d: {about: 0.4, within: 0.1}, terminal.frauds_7d: 1,");

        assertThat(run("test", file.toString())).isEqualTo(1);

        assertThat(out.toString())
                .startsWith("FAILED  the left edge of a window is open, the right one closed\n  " + file
                        + ":63 tests[0].expect.card.count_1d\n"
                        + """
                          card.count_1d of transactions 2 at 1d: expected 2, found 1
                          COUNT 1 of transactions of customer_id 7 in (0s, 1d]
                            from the event  at  id  value
                            -1d             0s  1   1      outside: too old
                            +0s             1d  2   1      in the window
                        """)
                .contains("""
                          terminal.risk_1d of transactions 2 at 1d: expected 0.4 within 0.1, found 0
                            it reads            which is
                            terminal.frauds_1d  0
                            terminal.seen_1d    0
                        """)
                .contains("""
                          COUNT 1 of frauds of terminal_id 1 in (2023-12-26T00:00:00Z, 1d]
                            no event
                        """)
                .endsWith(file + ": 6 tests, 1 failed\n");
    }

    @Test
    void sessionsAndHopsAreShownInPlansAndFailures(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "    avg:   {avg: amount,",
                "    visit: {sum: amount, session: 2h, at_most: 3d}\n    round: {sum: amount, window: 9h, accuracy: {hop: 5h}}\n    avg:   {avg: amount,",
                "expect: {at: 1d, card.count_1d: 1,",
                "expect: {at: 1d, card.visit: 7, card.round: 8, card.count_1d: 1,");

        assertThat(run("plan", file.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("card.visit .* over the session with gaps up to 2h, at most 3d\\R")
                .containsPattern("card.round .* over 9h from a multiple of 5h on\\R");

        assertThat(run("plan", "jobs/card-fraud", file.toString())).isZero();
        assertThat(out.toString())
                .containsPattern("added +card.visit +right at once, from events that are kept")
                .containsPattern("added +card.round +right at once, from events that are kept");

        assertThat(run("test", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("""
                          SUM amount:double of transactions of customer_id 7 in the session with gaps up to 2h in (2023-12-30T00:00:00Z, 1d]
                        """)
                .containsPattern("-1d +0s +1 +10 +outside: before the session\\R")
                .contains("""
                          SUM amount:double of transactions of customer_id 7 in (13h, 1d]
                        """);
    }

    @Test
    void aWrongTestIsFoundByValidateAndTest(@TempDir Path folder) throws IOException {
        Path file = changed(folder, "expect: {at: 1d, card.count_1d", "expect: {at: 1d, card.cont_1d");
        for (String command : List.of("validate", "test")) {
            assertThat(run(command, file.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .isEqualTo(
                            file
                                    + ":63 tests[0].expect.card.cont_1d: \"card.cont_1d\" is not a feature; did you mean \"card.count_1d\"?\n");
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void planOfTwoDefinitionsShowsWhatChanges(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "    amount:  {expr: amount}",
                "    spent:   {expr: amount}\n    excess:  {expr: amount / card.most}",
                "    avg:   {avg: amount,",
                "    most:  {max: amount, window: 60d}\n    sum:   {sum: amount, window: 30d}\n    avg:   {avg: amount,",
                "lateness: 5s",
                "lateness: 6s",
                "lag: 7d",
                "lag: 8d",
                "topic: frauds",
                "topic: reports");

        assertThat(run("plan", "jobs/card-fraud", file.toString())).isZero();

        assertThat(out.toString())
                .containsPattern("source transactions lateness +5s +6s\\R")
                .containsPattern("source frauds topic +frauds +reports\\R")
                .containsPattern("late +37d +60d\\R")
                .containsPattern(
                        "added +card.most +warming for 60d +MAX amount:double of transactions by customer_id over 60d\\R")
                .containsPattern("added +card.sum +right at once, from events that are kept +SUM amount")
                .containsPattern(
                        "added +transaction.excess +warming for 60d +EXPR .*; \\$1 = card.most of transactions")
                .containsPattern("renamed +transaction.amount -> transaction.spent +right at once +EXPR amount")
                .containsPattern("changed +terminal.seen_30d +warming for 38d +is COUNT 1 .* that ended 8d ago\\R")
                .containsPattern("was COUNT 1 .* over 30d that ended 7d ago\\R")
                .containsPattern("changed +terminal.risk_30d +warming for 38d .*\\R +was the same of other inputs\\R")
                .containsPattern(
                        "card +customer_id +67d -> 120d +transactions 36 +goes on, with other columns or another reach\\R")
                .containsPattern(
                        "76e27bda6bba -> [0-9a-f]{12}: models \"fraud\" that were trained for the old definition can't be used")
                .containsPattern(
                        "inputs 15 -> 18\\R +added transaction.spent, transaction.excess, card.most, card.sum\\R +removed transaction.amount\\R");
    }

    @Test
    void planSaysBeforehandThatHeldEventsOfASetThatGoesMustBeDrained(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "  terminal:",
                "  place:",
                "    avg:   {avg: amount,",
                "    ever:  {count: all, window: lifetime}\n    avg:   {avg: amount,");
        Files.writeString(file, Files.readString(file).replace("terminal.", "place."));

        assertThat(run("plan", "jobs/card-fraud", file.toString())).isZero();

        assertThat(out.toString())
                .containsPattern("terminal +terminal_id .* is removed, its state goes\\R")
                .contains("  STOP THE OLD JOB WITH `flink stop --drain`: events that wait to be scored in terminal"
                        + " can't go on into the new job, which refuses to start with them\n")
                .containsPattern("added +card.ever +missing until the job begins anew, without a savepoint +COUNT");
    }

    @Test
    void planSaysBeforehandThatHeldEventsOfSetsThatChangePlacesMustBeDrained(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "    avg:   {avg: amount,",
                "    seen:  {sum: terminal.seen_7d, window: 7d}\n    avg:   {avg: amount,");

        assertThat(run("plan", "jobs/card-fraud", file.toString())).isZero();

        assertThat(out.toString())
                .contains(
                        "STOP THE OLD JOB WITH `flink stop --drain`: events that wait to be scored in terminal, card can't");
    }

    @Test
    void planOfTwoDefinitionsThatMeanTheSameSaysSo(@TempDir Path folder) throws IOException {
        Path file = changed(
                folder,
                "description: Scores",
                "description: Judges",
                "data: payments-data",
                "data: others",
                "card.avg_7d: 7.5",
                "card.avg_7d: 8");
        assertThat(run("plan", "jobs/card-fraud", file.toString())).isZero();
        assertThat(out.toString())
                .isEqualTo("pipeline card-fraud\n  no change of meaning: state, vector and models stay as they are\n");
    }

    /** The example's definition with parts replaced, in a folder with its schemas. */
    private static Path changed(Path folder, String... partsAndReplacements) throws IOException {
        Path schemas = Files.createDirectories(folder.resolve("schemas"));
        for (String schema : List.of("transaction.avsc", "fraud-report.avsc")) {
            Files.copy(Path.of("schemas", schema), schemas.resolve(schema));
        }
        String yaml = Files.readString(Path.of("jobs/card-fraud/pipeline.yaml"));
        for (int i = 0; i < partsAndReplacements.length; i += 2) {
            assertThat(yaml).contains(partsAndReplacements[i]);
            int at = yaml.indexOf(partsAndReplacements[i]);
            yaml = yaml.substring(0, at)
                    + partsAndReplacements[i + 1]
                    + yaml.substring(at + partsAndReplacements[i].length());
        }
        return Files.writeString(folder.resolve("pipeline.yaml"), yaml);
    }

    @Test
    void wrongArgumentsExplainTheUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString())
                .contains("Usage: millrace")
                .contains("validate")
                .contains("plan");
        assertThat(run("valdate")).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean: millrace validate");
        assertThat(run("validate")).isEqualTo(2);
    }

    @Test
    void helpAndVersionAreResults() {
        assertThat(run("--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).contains("Usage: millrace").contains("millrace (from classes)");
    }

    private int run(String... arguments) {
        return Millrace.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
