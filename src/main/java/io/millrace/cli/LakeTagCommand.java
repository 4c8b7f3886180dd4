package io.millrace.cli;

import io.millrace.adapter.lake.Lake;
import io.millrace.config.DefinitionException;
import io.millrace.config.Names;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace lake tag}. */
@Command(
        name = "tag",
        description = {
            "Gives the newest state of all tables of the lake a name, under which it stays and can be read.",
            "With --list shows the tags, with --drop lets one go."
        },
        mixinStandardHelpOptions = true)
final class LakeTagCommand implements Callable<Integer> {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The tag.")
    private @Nullable String name;

    @Option(names = "--list", description = "Show all tags, with the snapshot of each table.")
    private boolean isToList;

    @Option(names = "--drop", description = "Drop the tag: its snapshots go with the next lake maintain.")
    private boolean isToDrop;

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        try (Lake lake = Lake.open(pipeline.name(), options.settings())) {
            // predictions before events: what was predicted from an event is never there without it
            List<String> tables = new ArrayList<>(
                    LakeTopic.of(pipeline).stream().map(LakeTopic::table).toList());
            Collections.reverse(tables);
            PrintWriter out = spec.commandLine().getOut();
            if (isToList) {
                out.print(list(lake, tables));
            } else if (isToDrop) {
                drop(lake, tables, given());
                out.println("dropped tag " + given());
            } else {
                out.print(tag(lake, tables, given()));
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private String given() {
        String tag = name;
        if (tag == null || !tag.matches(NAME) || tag.equals("main")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a tag is a name of letters, digits, dots, - and _, other than main; write for example millrace lake tag may-2024");
        }
        return tag;
    }

    private static String list(Lake lake, List<String> tables) {
        Table table = new Table("tag", "table", "snapshot");
        for (String tag : all(lake, tables)) {
            for (String of : tables) {
                Optional.ofNullable(lake.tags(of).get(tag))
                        .ifPresent(snapshot -> table.row(tag, of, Long.toString(snapshot)));
            }
        }
        return table.text();
    }

    private static Set<String> all(Lake lake, List<String> tables) {
        Set<String> all = new TreeSet<>();
        tables.forEach(of -> all.addAll(lake.tags(of).keySet()));
        return all;
    }

    private static void drop(Lake lake, List<String> tables, String tag) {
        Set<String> all = all(lake, tables);
        if (!all.contains(tag)) {
            throw new DefinitionException(
                    lake.place(), "no table has the tag \"" + tag + "\"" + Names.hint(tag, List.copyOf(all)));
        }
        tables.stream().filter(of -> lake.tags(of).containsKey(tag)).forEach(of -> lake.dropTag(of, tag));
    }

    private static String tag(Lake lake, List<String> tables, String tag) {
        if (all(lake, tables).contains(tag)) {
            throw new DefinitionException(
                    lake.place(),
                    "the tag \"" + tag
                            + "\" is there already, and a tag never comes to mean something else; choose another name, or drop it first with --drop");
        }
        Table table = new Table("table", "snapshot");
        tables.forEach(of -> lake.tag(of, tag).ifPresent(snapshot -> table.row(of, Long.toString(snapshot))));
        return table.text();
    }
}
