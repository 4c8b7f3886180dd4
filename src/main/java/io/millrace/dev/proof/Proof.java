package io.millrace.dev.proof;

import io.millrace.dev.bench.FigureTable;
import io.millrace.dev.bench.Figures;
import io.millrace.dev.bench.Machine;
import io.millrace.dev.commands.Commands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a proof has found.
 *
 * @param heapMib the most heap that computing again took, garbage within
 * @param seconds of each step
 */
record Proof(
        ProofPlan plan,
        Sender.Sent sent,
        Answers.Totals answers,
        Commands.LakeCheck lake,
        Commands.Replay replay,
        long heapMib,
        Map<String, Double> seconds) {
    /** What does not hold, a sentence each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (answers.answered() != sent.scored() || answers.repeated() != 0) {
            problems.add(sent.scored() + " records were to be scored, and " + answers.answered() + " have an answer, "
                    + answers.repeated() + " of them more than one");
        }
        if (answers.predictions() + answers.scoredLetters() != sent.scored()) {
            problems.add(sent.scored() + " records are not " + answers.predictions() + " predictions and "
                    + answers.scoredLetters() + " dead letters");
        }
        if (!lake.proven() || lake.missing() + lake.repeated() + lake.unproven() + lake.behind() != 0) {
            problems.add("the lake does not hold every record once:\n" + lake.text());
        }
        if (lake.rows() < sent.scored() + sent.others() + answers.predictions()) {
            problems.add("the lake holds only " + lake.rows() + " records:\n" + lake.text());
        }
        if (replay.code() != 0 || replay.matching() != answers.predictions()) {
            problems.add(answers.predictions() + " predictions were made, and " + replay.matching() + " of "
                    + replay.replayed() + " came out again to the bit:\n" + replay.text());
        }
        return problems;
    }

    Figures figures() {
        Figures figures = new Figures();
        figures.put("proof.records", sent.scored());
        figures.put("proof.other_records", sent.others());
        figures.put("proof.late", sent.late());
        figures.put("proof.too_late", sent.tooLate());
        figures.put("proof.repeated", sent.repeated());
        figures.put("proof.broken", sent.broken());
        figures.put("proof.predictions", answers.predictions());
        figures.put("proof.dead_letters", answers.scoredLetters());
        new TreeMap<>(answers.letters())
                .forEach((reason, count) ->
                        figures.put("proof.dead_letters." + reason.name().toLowerCase(Locale.ROOT), count));
        figures.put("proof.kills", plan.kills());
        figures.put("proof.rescalings", plan.rescalings());
        figures.put("proof.lake_rows", lake.rows());
        figures.put("proof.lake_missing", lake.missing());
        figures.put("proof.lake_repeated", lake.repeated());
        figures.put("proof.replayed", replay.replayed());
        figures.put("proof.differing", replay.differing());
        figures.put("proof.replay_heap_mib", heapMib);
        seconds.forEach((step, took) -> figures.put("proof.seconds." + step, took));
        figures.put("proof.problems", problems().size());
        figures.put(
                "settings.data",
                plan.data().map(Path::getFileName).map(Path::toString).orElse("simulated"));
        figures.put("settings.seed", plan.seed());
        Machine.describe(figures);
        Machine.versions(figures, plan.project());
        return figures;
    }

    String table() {
        FigureTable table = new FigureTable("");
        row(table, "records to be scored", sent.scored());
        row(table, "records of other sources", sent.others());
        row(table, "of both, late", sent.late());
        row(table, "of both, later than the pipeline waits", sent.tooLate());
        row(table, "of both, sent twice", sent.repeated());
        row(table, "of both, no events", sent.broken());
        row(table, "predictions", answers.predictions());
        row(table, "dead letters of the scored source", answers.scoredLetters());
        new TreeMap<>(answers.letters()).forEach((reason, count) -> row(table, "dead letters, " + reason, count));
        row(table, "records with more than one answer", answers.repeated());
        row(table, "TaskManagers killed", plan.kills());
        row(table, "rescalings", plan.rescalings());
        row(table, "rows in the lake", lake.rows());
        row(table, "records missing in the lake", lake.missing());
        row(table, "rows that are there already", lake.repeated());
        row(table, "predictions computed again", replay.replayed());
        row(table, "of which any bit differs", replay.differing());
        row(table, "heap of computing again, MiB", heapMib);
        seconds.forEach((step, took) -> table.row("seconds, " + step, FigureTable.number(took, 0)));
        return table.toString();
    }

    private static void row(FigureTable table, String label, long number) {
        table.row(label, FigureTable.number((double) number, 0));
    }
}
