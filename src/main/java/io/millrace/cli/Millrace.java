package io.millrace.cli;

import io.millrace.adapter.store.FlinkFileSystems;
import io.millrace.config.DefinitionException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The program {@code millrace}: its subcommands are registered here and nowhere else. */
@Command(
        name = "millrace",
        description = "Checks, explains and tries pipelines.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ValidateCommand.class,
            PlanCommand.class,
            TestCommand.class,
            VectorsCommand.class,
            TrainCommand.class,
            ModelsCommand.class,
            LineageCommand.class,
            ReplayCommand.class,
            LakeCommand.class,
            ExplainCommand.class,
            TrainingSetCommand.class,
            HelpCommand.class
        })
public final class Millrace {
    private Millrace() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        FlinkFileSystems.load();
        System.exit(run(out, err, arguments));
    }

    /** Runs a command and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line =
                new CommandLine(new Millrace()).setOut(out).setErr(err).setExecutionExceptionHandler(Millrace::explain);
        if (arguments.length == 0) {
            line.usage(err);
            return ExitCode.USAGE;
        }
        return line.execute(arguments);
    }

    /** A wrong definition is explained by its problems alone; only what nobody foresaw shows where it arose. */
    private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failure instanceof DefinitionException definition) {
            definition.problems().forEach(err::println);
            return ExitCode.USAGE;
        }
        err.println("millrace: " + line.getCommandName() + " failed");
        failure.printStackTrace(err);
        return line.getCommandSpec().exitCodeOnExecutionException();
    }
}
