package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace models retire}. */
@Command(
        name = "retire",
        description =
                "Takes a model out: it is neither challenger nor shadow any more, nor what is gone back to where the champion fails.",
        mixinStandardHelpOptions = true)
final class RetireCommand implements Callable<Integer> {
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
        return change.send(Kind.RETIRE, change.instant(at), (desk, segment) -> List.of(Share.of(digest)));
    }
}
