package io.millrace.cli;

import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.adapter.lake.OffsetSet;
import io.millrace.config.Settings;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace lake check}. */
@Command(
        name = "check",
        description = {
            "Proves that the lake holds every record of the pipeline's topics once.",
            "Exit code 0: it does, up to the newest that it holds; 1: records are missing or repeated; 2: nothing is wrong, but Kafka has forgotten what gaps were."
        },
        mixinStandardHelpOptions = true)
final class LakeCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Option(names = "--json", description = "Write JSON, for programs.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        Settings settings = options.settings();
        List<LakeCheckReport.Checked> partitions = new ArrayList<>();
        try (Lake lake = Lake.open(pipeline.name(), settings);
                TopicOffsets kafka = TopicOffsets.open(settings)) {
            for (LakeTopic topic : LakeTopic.of(pipeline)) {
                check(lake, kafka, topic)
                        .forEach((partition, check) ->
                                partitions.add(new LakeCheckReport.Checked(topic, partition, check)));
            }
        }
        LakeCheckReport report = new LakeCheckReport(pipeline.name(), partitions);
        PrintWriter out = spec.commandLine().getOut();
        out.print(isJson ? report.json() : report.text());
        out.flush();
        return report.verdict().code();
    }

    private static Map<Integer, PartitionCheck> check(Lake lake, TopicOffsets kafka, LakeTopic topic)
            throws IOException {
        Map<Integer, OffsetSet> held = new TreeMap<>();
        Optional<LakeRecords> records = lake.toRead(topic.table());
        if (records.isPresent()) {
            records.get().places((partition, offset) -> held.computeIfAbsent(partition, number -> new OffsetSet())
                    .add(offset));
        }
        Map<Integer, TopicOffsets.Range> ranges = kafka.ranges(topic.topic());
        TreeSet<Integer> partitions = new TreeSet<>(held.keySet());
        partitions.addAll(ranges.keySet());
        Map<Integer, PartitionCheck> checks = new TreeMap<>();
        for (int partition : partitions) {
            OffsetSet offsets = held.getOrDefault(partition, new OffsetSet());
            long newest = offsets.last() + 1;
            TopicOffsets.Range range = ranges.getOrDefault(partition, new TopicOffsets.Range(newest, newest));
            checks.put(
                    partition,
                    PartitionCheck.of(
                            offsets,
                            range.beginning(),
                            range.end(),
                            (from, to, each) -> kafka.records(topic.topic(), partition, from, to, each)));
        }
        return checks;
    }
}
