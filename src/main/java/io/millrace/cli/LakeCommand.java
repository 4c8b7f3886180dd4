package io.millrace.cli;

import picocli.CommandLine.Command;

/** {@code millrace lake}: the commands about the lake. */
@Command(
        name = "lake",
        description = "Checks and maintains the tables that the lake job writes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LakeCheckCommand.class, LakeMaintainCommand.class, LakeTagCommand.class})
final class LakeCommand {}
