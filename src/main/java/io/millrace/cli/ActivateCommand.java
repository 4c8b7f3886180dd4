package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private AtOption at = new AtOption();

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.ACTIVATE, at.time(), (desk, segment) -> List.of(Share.of(digest)));
    }
}
