package io.millrace.cli;

import picocli.CommandLine.Command;

/** {@code millrace models}: the commands about models. */
@Command(
        name = "models",
        description = "Brings models in.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {StampCommand.class})
final class ModelsCommand {}
