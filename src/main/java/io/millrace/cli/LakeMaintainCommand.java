package io.millrace.cli;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.Maintained;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace lake maintain}. */
@Command(
        name = "maintain",
        description = {
            "Rewrites small files of the lake as bigger ones, and removes snapshots that are older than lake.snapshots.",
            "Tagged snapshots stay, and what the lake job needs to go on. It may run beside the job."
        },
        mixinStandardHelpOptions = true)
final class LakeMaintainCommand implements Callable<Integer> {
    private static final long MIB = 1L << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(
            names = "--file-size",
            paramLabel = "MIB",
            description =
                    "The most MiB of a rewritten file; ${DEFAULT-VALUE} by default. Files of less than half of it are small.")
    private int fileSize = 128;

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        Settings settings = options.settings();
        Instant before = Instant.now().minus(settings.duration(Setting.LAKE_SNAPSHOTS));
        Table table = new Table("table", "small files", "became", "snapshots removed", "kept", "rows", "bytes");
        try (Lake lake = Lake.open(pipeline.name(), settings)) {
            for (LakeTopic topic : LakeTopic.of(pipeline)) {
                Optional<Maintained> done = lake.maintain(topic.table(), fileSize * MIB, before);
                done.ifPresent(of -> table.row(
                        topic.table(),
                        Integer.toString(of.files()),
                        Integer.toString(of.into()),
                        Integer.toString(of.removed()),
                        Integer.toString(of.kept()),
                        Long.toString(of.rows()),
                        Long.toString(of.bytes())));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text());
        out.flush();
        return ExitCode.OK;
    }
}
