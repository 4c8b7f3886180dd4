package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace models rollback}. */
@Command(
        name = "rollback",
        description = "Makes the champion before the champion again.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description =
                    "Event time from which on it holds, for example 2024-05-01T00:00:00Z; as soon as possible by default.")
    private String at = "";

    @Override
    public Integer call() throws InterruptedException {
        return change.send(
                Kind.ACTIVATE, change.instant(at), (desk, segment) -> List.of(Share.of(before(desk, segment))));
    }

    private String before(ModelDesk desk, String segment) {
        String lastGood = desk.timeline().at(Long.MAX_VALUE, segment).lastGood();
        if (lastGood == null) {
            throw change.wrong("there is no champion before the one that serves; activate a model by its digest");
        }
        return lastGood;
    }
}
