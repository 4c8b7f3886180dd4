package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace models activate}. */
@Command(
        name = "activate",
        description = "Makes a prepared model the champion from an event time on.",
        mixinStandardHelpOptions = true)
final class ActivateCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Parameters(paramLabel = "DIGEST", description = "SHA-256 of the model's file; millrace models list shows it.")
    private String digest = "";

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description =
                    "Event time from which on it holds, for example 2024-05-01T00:00:00Z; as soon as possible by default.")
    private String at = "";

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.ACTIVATE, change.instant(at), (desk, segment) -> List.of(Share.of(digest)));
    }
}
