package io.millrace.cli;

import io.millrace.model.control.Decision;
import io.millrace.model.control.Lineup;
import io.millrace.model.control.Timeline;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace models history}. */
@Command(
        name = "history",
        description = "Shows what was decided about the models of a pipeline, or which served at an event time.",
        mixinStandardHelpOptions = true)
final class HistoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--at", paramLabel = "INSTANT", description = "Show which models serve events of this time.")
    private @Nullable String at;

    @Override
    public Integer call() {
        Instant time = at == null ? null : Instants.parse(spec, "--at", at);
        ModelDesk desk = new ModelDesk(options.pipeline(), options.settings());
        PrintWriter out = spec.commandLine().getOut();
        out.print(time == null ? history(desk.decisions()) : lineups(desk.holding(), time.toEpochMilli()));
        out.flush();
        return ExitCode.OK;
    }

    private static String history(List<Decision> decisions) {
        Table table = new Table("from (event time)", "verdict", "what", "author", "written", "reason or detail");
        for (Decision decision : decisions) {
            DecisionText text = new DecisionText(decision);
            table.row(
                    text.at(),
                    decision.verdict().name().toLowerCase(Locale.ROOT),
                    text.what(),
                    decision.command().author(),
                    Instant.ofEpochMilli(decision.command().writtenAt()).toString(),
                    decision.detail().isEmpty() ? decision.command().reason() : decision.detail());
        }
        return decisions.isEmpty() ? "nothing has been decided: the scoring job has not been started\n" : table.text();
    }

    private static String lineups(List<Decision> decisions, long time) {
        Timeline timeline = new Timeline();
        decisions.forEach(timeline::add);
        List<String> segments = decisions.stream()
                .map(decision -> decision.command().segment())
                .distinct()
                .sorted()
                .toList();
        Table table = new Table("segment", "champion", "challengers", "shadows", "gone back to on failure");
        for (String segment : segments) {
            Lineup lineup = timeline.at(time, segment);
            table.row(
                    segment.isEmpty() ? "(all others)" : segment,
                    shown(lineup.champion()),
                    lineup.challengers().stream()
                            .map(share ->
                                    DecisionText.shown(share.digest()) + " " + DecisionText.percent(share.share()))
                            .collect(Collectors.joining(", ")),
                    lineup.shadows().stream().map(DecisionText::shown).collect(Collectors.joining(", ")),
                    shown(lineup.lastGood()));
        }
        return table.text();
    }

    private static String shown(@Nullable String digest) {
        return digest == null ? "-" : DecisionText.shown(digest);
    }
}
