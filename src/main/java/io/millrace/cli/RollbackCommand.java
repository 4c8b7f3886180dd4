package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace models rollback}. */
@Command(
        name = "rollback",
        description = "Makes the champion before the champion again.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Mixin
    private AtOption at = new AtOption();

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.ACTIVATE, at.time(), (desk, segment) -> List.of(Share.of(before(desk, segment))));
    }

    private String before(ModelDesk desk, String segment) {
        String lastGood = desk.timeline().at(Long.MAX_VALUE, segment).lastGood();
        if (lastGood == null) {
            throw change.wrong("there is no champion before the one that serves; activate a model by its digest");
        }
        return lastGood;
    }
}
