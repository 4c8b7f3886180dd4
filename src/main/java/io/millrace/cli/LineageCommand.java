package io.millrace.cli;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.lineage.Lineage;
import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.config.DefinitionException;
import io.millrace.config.Names;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.lineage.FieldLineage;
import io.millrace.lineage.Job;
import io.millrace.lineage.LineageJson;
import io.millrace.lineage.PipelineJobs;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace lineage}: what features depend on, and what fields feed, without a cluster. */
@Command(
        name = "lineage",
        description = {
            "Shows which fields each feature is computed of, and which features each field feeds: what breaks if it goes.",
            "With --write, tells the lineage back-end that settings name (lineage.to) what the jobs are."
        },
        mixinStandardHelpOptions = true)
final class LineageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A definition, or the folder of its pipeline.yaml.")
    private Path file = Path.of("pipeline.yaml");

    @Option(names = "--feature", paramLabel = "NAME", description = "One feature by its full name, and nothing else.")
    private @Nullable String feature;

    @Option(names = "--field", paramLabel = "SOURCE.FIELD", description = "One field of a source, and nothing else.")
    private @Nullable String field;

    @Option(names = "--json", description = "Write JSON, for programs.")
    private boolean isJson;

    @Option(names = "--write", description = "Send what the jobs are to the lineage back-end; needs settings.")
    private boolean isToWrite;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Settings, as the jobs have them; of several files, later ones override earlier ones.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One more setting; overrides all files.")
    private List<String> assignments = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PipelineText text = PipelineCompiler.read(file);
        FieldLineage lineage = FieldLineage.of(text);
        PrintWriter out = spec.commandLine().getOut();
        if (isToWrite) {
            return write(text, lineage, out);
        }
        List<String> features = chosen(feature, field != null, lineage.features(), "feature");
        List<String> fields = chosen(field, feature != null, lineage.fields(), "field that feeds a feature");
        out.print(isJson ? LineageJson.of(lineage, features, fields) : new LineageText(lineage).of(features, fields));
        out.flush();
        return ExitCode.OK;
    }

    private List<String> chosen(@Nullable String name, boolean isOtherNamed, Collection<String> all, String kind) {
        if (name == null) {
            return isOtherNamed ? List.of() : List.copyOf(all);
        }
        if (!all.contains(name)) {
            throw new DefinitionException(
                    file.toString(), "\"" + name + "\" is no " + kind + Names.hint(name, List.copyOf(all)));
        }
        return List.of(name);
    }

    private int write(PipelineText text, FieldLineage lineage, PrintWriter out) {
        Settings settings = Settings.read(files, System.getenv(), assignments);
        Lineage to = Lineage.of(settings, KafkaClients.producer(settings))
                .orElseThrow(() -> new DefinitionException(
                        Setting.LINEAGE_TO.key(),
                        "is missing (" + Setting.LINEAGE_TO.help()
                                + "); give it in a settings file or by --set lineage.to=file:lineage.json"));
        PipelineJobs jobs = new PipelineJobs(text, settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS), OutputSchemas::read);
        List<Job> all = new ArrayList<>(List.of(jobs.scoring()));
        if (lineage.pipeline().outcome() != null) {
            all.add(jobs.feedback());
        }
        for (Job job : all) {
            if (!to.describe(job)) {
                out.println(job.name() + " could not be told to " + to.place() + "; the log says why");
                return ExitCode.SOFTWARE;
            }
            out.println(job.name() + " told to " + to.place());
        }
        return ExitCode.OK;
    }
}
