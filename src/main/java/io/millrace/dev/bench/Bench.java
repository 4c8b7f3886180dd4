package io.millrace.dev.bench;

import io.millrace.config.DefinitionException;
import io.millrace.dev.StackException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The program {@code scripts/bench}: each benchmark is a subcommand. It never fails because something was slow, only because a result was wrong or nothing ran. */
@Command(
        name = "bench",
        description = "Measures Millrace on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK",
        subcommands = {PipelineCommand.class, FeaturesCommand.class, LakeCommand.class, HelpCommand.class})
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs a benchmark and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Bench::explain);
        if (arguments.length == 0) {
            line.usage(err);
            return ExitCode.USAGE;
        }
        return line.execute(arguments);
    }

    private static int explain(Exception failure, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (failure instanceof DefinitionException definition) {
            definition.problems().forEach(err::println);
            return ExitCode.USAGE;
        }
        if (failure instanceof BenchException || failure instanceof StackException) {
            err.println("bench: " + failure.getMessage());
        } else {
            err.println("bench: " + line.getCommandName() + " failed");
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}
