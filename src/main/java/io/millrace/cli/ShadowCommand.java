package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace models shadow}. */
@Command(
        name = "shadow",
        description = "Has prepared models score what others serve, into a topic of their own. None ends it.",
        mixinStandardHelpOptions = true)
final class ShadowCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Parameters(arity = "0..*", paramLabel = "DIGEST", description = "SHA-256 of the models' files.")
    private List<String> digests = List.of();

    @Mixin
    private AtOption at = new AtOption();

    @Override
    public Integer call() throws InterruptedException {
        return change.send(Kind.SHADOW, at.time(), (desk, segment) -> digests.stream()
                .map(Share::of)
                .toList());
    }
}
