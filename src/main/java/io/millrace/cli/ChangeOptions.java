package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.model.control.Timeline;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the commands that change which models serve: they send a command to the job, and wait for what it decides. */
final class ChangeOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(
            names = "--segment",
            paramLabel = "NAME",
            description = "For this segment of events alone; all that have no champion of their own by default.")
    private String segment = Timeline.ALL;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who read the history.")
    private String reason = "";

    @Option(names = "--author", paramLabel = "NAME", description = "Who wants it; the user of this process by default.")
    private String author = System.getProperty("user.name", "");

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description =
                    "How long to wait for the job's decision; ${DEFAULT-VALUE} by default. It shows with the job's next checkpoint.")
    private String patience = "2m";

    /**
     * Sends a command and reports what came of it.
     *
     * @param models finds the models that it is about, at the desk and for the segment
     * @return the exit code
     */
    int send(Kind kind, long at, BiFunction<ModelDesk, String, List<Share>> models) throws InterruptedException {
        Duration waiting = duration(patience);
        ModelDesk desk = new ModelDesk(options.pipeline(), options.settings());
        ModelCommand command = new ModelCommand(
                UUID.randomUUID().toString(),
                kind,
                segment,
                models.apply(desk, segment),
                at,
                author,
                reason,
                System.currentTimeMillis());
        desk.send(command);
        return report(desk.await(command, waiting), command);
    }

    private int report(Optional<Decision> decision, ModelCommand command) {
        PrintWriter out = spec.commandLine().getOut();
        if (decision.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "command " + command.id() + " is sent, but nothing was decided within " + patience
                                    + "; is the scoring job running, and has a checkpoint completed? See: millrace models history");
            return ExitCode.SOFTWARE;
        }
        out.println(new DecisionText(decision.get()).sentence());
        Verdict verdict = decision.get().verdict();
        return verdict == Verdict.ACCEPTED || verdict == Verdict.PREPARED ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Duration duration(String text) {
        return Durations.parse(text)
                .map(Duration::ofMillis)
                .orElseThrow(() -> wrong("--wait \"" + text + "\" is not a duration; write for example 2m"));
    }

    ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
