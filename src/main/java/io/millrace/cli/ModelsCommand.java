package io.millrace.cli;

import picocli.CommandLine.Command;

/** {@code millrace models}: the commands about models. */
@Command(
        name = "models",
        description = "Brings models in, and changes which of them serve.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StampCommand.class,
            RegisterCommand.class,
            KeepCommand.class,
            EnsembleCommand.class,
            ListCommand.class,
            PrepareCommand.class,
            ActivateCommand.class,
            SplitCommand.class,
            ShadowCommand.class,
            RetireCommand.class,
            RollbackCommand.class,
            HistoryCommand.class
        })
final class ModelsCommand {}
