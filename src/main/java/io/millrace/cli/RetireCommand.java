package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private AtOption at = new AtOption();

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.RETIRE, at.time(), (desk, segment) -> List.of(Share.of(digest)));
    }
}
