package io.millrace.cli;

import io.millrace.model.control.ModelCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From which event time on a change holds. */
final class AtOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description =
                    "Event time from which on it holds, for example 2024-05-01T00:00:00Z; as soon as possible by default.")
    private @Nullable String at;

    /** In epoch milliseconds; {@link ModelCommand#SOON} where the user gave none. */
    long time() {
        return at == null ? ModelCommand.SOON : Instants.parse(spec, "--at", at).toEpochMilli();
    }
}
