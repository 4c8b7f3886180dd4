package io.millrace.cli;

import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace models prepare}. */
@Command(
        name = "prepare",
        description = "Has every subtask of the scoring job load a model, check it and warm it.",
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Parameters(paramLabel = "DIGEST", description = "SHA-256 of the model's file; millrace models list shows it.")
    private String digest = "";

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.PREPARE, ModelCommand.SOON, (desk, segment) -> List.of(Share.of(digest)));
    }
}
