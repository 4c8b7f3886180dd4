package io.millrace.cli;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.model.Prediction;
import io.millrace.replay.Replayed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace replay}. */
@Command(
        name = "replay",
        description = {
            "Computes predictions again from raw events: features, then score, each number compared by its bits.",
            "Exit code 0: all are the same; 1: some differ; 2: some can't be computed, or there are none."
        },
        exitCodeOnExecutionException = ReplayCommand.IMPOSSIBLE,
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    static final int IMPOSSIBLE = 2;
    private static final int SHOWN = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "The id of one prediction. Without it, all are computed.")
    private @Nullable String id;

    @Option(names = "--sample", paramLabel = "N", description = "So many predictions, chosen evenly by their ids.")
    private int sample = Integer.MAX_VALUE;

    @Option(names = "--from", paramLabel = "INSTANT", description = "Predictions of events at or after this time.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Predictions of events before this time.")
    private @Nullable String to;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Mixin
    private ContinuousOptions continuous = new ContinuousOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return continuous.continuous() ? replayContinuously() : replayOnce();
    }

    private int replayContinuously() throws IOException, InterruptedException {
        if (id != null || from != null || to != null || sample != Integer.MAX_VALUE || lake.isGiven()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--continuous replays a share of what is predicted from now on: give --share, and no id, --sample, --from, --to or --lake");
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ReplayMonitor monitor = new ReplayMonitor(
                options.text(),
                options.settings(),
                continuous,
                spec.commandLine().getOut(),
                err)) {
            ReplayTally tally = monitor.run(continuous.every(), continuous.length());
            if (tally.mismatched() > 0) {
                return DIFFERENT;
            }
            if (tally.replayed() == 0) {
                err.println("nothing was replayed: there was no prediction of the share");
            }
            return tally.missing() > 0 || tally.replayed() == 0 ? IMPOSSIBLE : SAME;
        }
    }

    private int replayOnce() throws IOException {
        PredictionChoice choice =
                new PredictionChoice(id, bound("--from", from, Instant.MIN), bound("--to", to, Instant.MAX), sample);
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = options.settings();
        try (Records records = lake.records(options.pipeline(), settings)) {
            ReplayDesk desk = new ReplayDesk(options.text(), settings, records);
            List<Prediction> chosen = choice.of(desk.predictions());
            if (chosen.isEmpty()) {
                throw new DefinitionException(
                        desk.place(), "no prediction " + choice.text() + " is there; choose others");
            }
            return report(desk.replay(chosen), out);
        } finally {
            out.flush();
        }
    }

    private Instant bound(String option, @Nullable String text, Instant otherwise) {
        return text == null ? otherwise : Instants.parse(spec, option, text);
    }

    private int report(List<Replayed> all, PrintWriter out) {
        List<Replayed> differing = all.stream().filter(one -> !one.matches()).toList();
        differing.stream().limit(SHOWN).forEach(one -> out.print(ReplayText.of(one)));
        if (differing.size() > SHOWN) {
            out.println("and " + (differing.size() - SHOWN) + " more");
        }
        if (all.size() == 1 && differing.isEmpty()) {
            out.println("MATCH " + all.get(0).prediction().id());
        } else {
            out.println((all.size() - differing.size()) + " of " + all.size() + " predictions match to the bit");
        }
        return exitCode(differing);
    }

    /** What a program is told of predictions that were computed again. */
    static int exitCode(List<Replayed> all) {
        if (all.stream().anyMatch(one -> one.difference() instanceof Replayed.NoEvent)) {
            return IMPOSSIBLE;
        }
        return all.stream().allMatch(Replayed::matches) ? SAME : DIFFERENT;
    }
}
