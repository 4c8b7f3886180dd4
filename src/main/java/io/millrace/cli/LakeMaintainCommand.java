package io.millrace.cli;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.Maintained;
import io.millrace.adapter.lake.TableChangedException;
import io.millrace.adapter.registry.RecordReader;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
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
            "Fields that had no column when their record came get one, as far as one can hold them.",
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
        Table table =
                new Table("table", "small files", "became", "snapshots removed", "kept", "rows", "bytes", "completed");
        StringBuilder lacking = new StringBuilder();
        StringBuilder changed = new StringBuilder();
        RecordReader reader = RecordReader.open(settings);
        try (Lake lake = Lake.open(pipeline.name(), settings)) {
            for (LakeTopic topic : LakeTopic.of(pipeline)) {
                try {
                    Optional<Maintained> done = lake.maintain(
                            topic.table(),
                            topic.topic(),
                            value -> reader.read(value).record(),
                            fileSize * MIB,
                            before);
                    done.ifPresent(of -> {
                        table.row(row(topic, of));
                        lacking.append(lacking(topic, of));
                    });
                } catch (TableChangedException e) {
                    changed.append(e.getMessage()).append('\n');
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text() + lacking);
        out.flush();
        spec.commandLine().getErr().print(changed);
        spec.commandLine().getErr().flush();
        return changed.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String[] row(LakeTopic topic, Maintained done) {
        return new String[] {
            topic.table(),
            Integer.toString(done.files()),
            Integer.toString(done.into()),
            Integer.toString(done.removed()),
            Integer.toString(done.kept()),
            Long.toString(done.rows()),
            Long.toString(done.bytes()),
            Long.toString(done.completed())
        };
    }

    private static String lacking(LakeTopic topic, Maintained done) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(done.lacking()).forEach((gap, rows) -> text.append(topic.table())
                .append(": ")
                .append(rows)
                .append(" rows have fields in kafka_value only: ")
                .append(gap)
                .append('\n'));
        return text.toString();
    }
}
