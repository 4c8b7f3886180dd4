package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.flink.Accepting;
import io.millrace.flink.SavepointFolder;
import io.millrace.flink.ScoringSavepoint;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bootstrap refuses before it reads the lake, in the words that the user sees. */
class BootstrapTest {
    private static final int MAX_PARALLELISM = 16;
    private static final Instant SINCE = Instant.parse("2024-05-01T00:00:00Z");

    private static final String EVENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "shop", "type": "string"},
              {"name": "till", "type": "string"},
              {"name": "amount", "type": "double"}]}
            """;

    private static final String YAML = """
            pipeline: shop
            sources:
              payments: {topic: payments, schema: event.avsc, id: id, time: at, duplicates: 1d}
              reports: {topic: reports, schema: event.avsc, id: id, time: at, duplicates: 1d}
              others: {topic: others, schema: event.avsc, id: id, time: at, duplicates: 1d, deletes: true}
            features:
              card:
                entity: customer
                source: payments
                n: {count: all, windows: [1m, 10m]}
              zone:
                entity: shop
                reported: {source: reports, count: all, window: 10m}
            model: {name: m, scores: payments, inputs: [card.*, zone.*]}
            """;

    private static final String EAGER = "    eager: {source: payments, max: card.n_10m, window: 5m}\n";

    private static final String OVER_OTHERS =
            "shop.yaml: zone.eager has windows over features of other sets. Its state holds those as they were scored, also where an event"
                    + " came late behind them, and the lake does not tell that; go on from the savepoint itself, and what is new is missing"
                    + " until its windows are full";

    private static final String NO_DELETES =
            "shop.yaml: source payments does not declare deletes, and the savepoint's job did: what was deleted would be back in windows;"
                    + " declare deletes";

    private static final String NOT_READ =
            "shop.yaml: source reports was not read by the savepoint's job, so that nothing says where its events from the lake end; let the"
                    + " job read it first";

    @TempDir
    private Path folder;

    private Bootstrap bootstrap(String yaml, String... sources) throws IOException {
        Map<String, OperatorSubtaskState> operators = new HashMap<>();
        Stream.of(sources).forEach(source -> {
            operators.put("read-" + source, OperatorSubtaskState.builder().build());
            operators.put("accept-" + source, OperatorSubtaskState.builder().build());
        });
        return bootstrap(yaml, operators);
    }

    /** From the savepoint of a job under another definition. */
    private Bootstrap bootstrapFrom(String before, String yaml) throws Exception {
        Map<String, OperatorSubtaskState> operators = new HashMap<>();
        for (Source source : PipelineCompiler.compile(text(before)).sources()) {
            operators.put(
                    "read-" + source.name(), OperatorSubtaskState.builder().build());
            operators.put("accept-" + source.name(), Accepting.stateOf(source));
        }
        return bootstrap(yaml, operators);
    }

    private static PipelineText text(String yaml) {
        return new PipelineText("shop.yaml", yaml, Map.of("event.avsc", EVENT));
    }

    private Bootstrap bootstrap(String yaml, Map<String, OperatorSubtaskState> operators) throws IOException {
        SavepointFolder.write(folder, MAX_PARALLELISM, operators);
        PipelineText text = text(yaml);
        return Bootstrap.of(
                text.file(),
                PipelineCompiler.compile(text),
                ScoringSavepoint.open(folder.toString()),
                Settings.of(Map.of(
                        "kafka.bootstrap.servers", "broker:9092",
                        "registry.url", "http://registry:8081",
                        "models.store", "/models",
                        "bootstrap.from", folder.toString(),
                        "bootstrap.out", "/out",
                        "bootstrap.since", SINCE.toString())));
    }

    private static String withEager() {
        return YAML.replace("model: {", EAGER + "model: {");
    }

    private static String withDeletes(String yaml) {
        return yaml.replaceFirst("duplicates: 1d}", "duplicates: 1d, deletes: true}");
    }

    @Test
    void whatIsReadAndCanBeToldIsTaken() throws Exception {
        Bootstrap bootstrap = bootstrap(YAML, "payments", "reports");

        assertThat(bootstrap.maxParallelism()).isEqualTo(MAX_PARALLELISM);
        assertThat(bootstrap.ends()).containsOnlyKeys(0, 1);
        assertThat(bootstrap.task().from()).isEqualTo(folder.toString());
        assertThat(bootstrap.task().out()).isEqualTo("/out");
        assertThat(bootstrap.task().since()).isEqualTo(SINCE.toEpochMilli());
    }

    @Test
    void windowsOverFeaturesOfOtherSetsAreRefused() {
        assertThatThrownBy(() -> bootstrap(withEager(), "payments", "reports"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(OVER_OTHERS);
    }

    @Test
    void aSourceWithDeletesIsTakenWhetherTheJobHadThemOrNot() throws Exception {
        assertThat(bootstrapFrom(withDeletes(YAML), withDeletes(YAML)).ends()).containsOnlyKeys(0, 1);
        assertThat(bootstrapFrom(YAML, withDeletes(YAML)).ends()).containsOnlyKeys(0, 1);
    }

    @Test
    void deletesAreNotTakenBack() {
        assertThatThrownBy(() -> bootstrapFrom(withDeletes(YAML), YAML))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(NO_DELETES);
    }

    @Test
    void aSetThatWouldNotFindWhatIsDeletedIsRefused() {
        String atTill = withDeletes(YAML)
                .replace(
                        "model: {name: m, scores: payments, inputs: [card.*, zone.*]}",
                        "  till:\n    entity: till\n    source: payments\n    n: {count: all, window: 1m}\n"
                                + "model: {name: m, scores: payments, inputs: [card.*, zone.*, till.*]}");

        assertThatThrownBy(() -> bootstrapFrom(withDeletes(YAML), atTill))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "shop.yaml: feature set till finds its entities by [till] of source payments, which the savepoint's job did not"
                                + " read: of events that may still be deleted it does not remember them, and could not take them out of the set; go"
                                + " on from the savepoint itself, and what is new is missing until its windows are full");
    }

    @Test
    void aSourceThatTheJobHadNotReadIsRefused() {
        assertThatThrownBy(() -> bootstrap(YAML, "payments"))
                .isInstanceOf(DefinitionException.class)
                .hasMessage(NOT_READ);
    }

    @Test
    void allIsSaidAtOnce() {
        assertThatThrownBy(() -> bootstrap(withEager(), "payments"))
                .hasMessage(String.join("\n", OVER_OTHERS, NOT_READ));
    }

    /** What the job is given, without a cluster, a broker or a lake. */
    private static void submit(String... settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--pipeline", "jobs/card-fraud/pipeline.yaml"));
        Stream.concat(
                        Stream.of(
                                "kafka.bootstrap.servers=broker:9092",
                                "registry.url=http://registry:8081",
                                "models.store=/models",
                                "lake.warehouse=/lake"),
                        Stream.of(settings))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        BootstrapJob.main(arguments.toArray(String[]::new));
    }

    @Test
    void bothSavepointsMustBeNamed() {
        assertThatThrownBy(BootstrapTest::submit)
                .isInstanceOf(DefinitionException.class)
                .hasMessage("bootstrap.from: is missing; give the folder of a savepoint\n"
                        + "bootstrap.out: is missing; give the folder of a savepoint");
    }

    @Test
    void aFolderThatIsThereIsNotWrittenInto() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));

        assertThatThrownBy(() -> submit("bootstrap.from=" + folder, "bootstrap.out=" + there))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("bootstrap.out: \"" + there + "\" is there already; name a new folder");
    }

    @Test
    void whatIsNoSavepointIsRefused() {
        assertThatThrownBy(() -> submit("bootstrap.from=" + folder, "bootstrap.out=" + folder.resolve("new")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("savepoint " + folder + ": can't be read: ");
    }

    @Test
    void whatIsNoInstantIsNoBeginning() {
        assertThatThrownBy(() -> submit(
                        "bootstrap.from=" + folder,
                        "bootstrap.out=" + folder.resolve("new"),
                        "bootstrap.since=yesterday"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("bootstrap.since");
    }
}
