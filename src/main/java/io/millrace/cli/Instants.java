package io.millrace.cli;

import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Instants on the command line. */
final class Instants {
    private Instants() {}

    /** @throws ParameterException where the text is none, with an example */
    static Instant parse(CommandSpec spec, String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " \"" + text + "\" is no instant; write for example 2024-05-01T00:00:00Z");
        }
    }
}
