package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.cli.Millrace;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.dev.BrokerAlone;
import io.millrace.model.ModelDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stores and the lake in a bucket, through both of Flink's file systems for S3, on a server that speaks its protocol. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelsOnS3IT {
    private static final String BUCKET = "models";
    /** How many records of transactions Kafka has, one more than the lake comes to hold. */
    private static final int RECORDS = 7;

    private Path directory;
    private ObjectStore objects;
    private BrokerAlone kafka;

    @BeforeAll
    void start(@TempDir Path empty) throws IOException {
        directory = empty;
        objects = new ObjectStore(directory, BUCKET);
        kafka = new BrokerAlone(directory.resolve("kafka"));
        kafka.broker().createTopics(Map.of("transactions", 1));
        send(RECORDS);
        Files.writeString(directory.resolve("config.yaml"), """
                s3.endpoint: %s
                s3.endpoint.region: us-east-1
                s3.path.style.access: true
                s3.access-key: key
                s3.secret-key: secret
                """.formatted(objects.url()));
    }

    @AfterAll
    void stop() throws InterruptedException {
        kafka.close();
        objects.close();
    }

    private void send(int records) {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", kafka.broker().bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>("transactions", new byte[] {(byte) i}));
            }
        }
    }

    @AfterEach
    void forgetFileSystems() {
        FileSystem.initialize(new Configuration(), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hadoop", "presto"})
    void keepsModelsAndGivesThemBack(String fileSystem) throws Exception {
        load(fileSystem);
        KeptInABucket.assertKeepsModels("s3://" + BUCKET + "/" + fileSystem);
        assertThat(objects.list(BUCKET)).as("nothing temporary is left").doesNotContain("/.");
    }

    @Test
    void theCommandLineKeepsAFileInTheBucket() throws Exception {
        Path file = Files.write(directory.resolve("encoder.onnx"), KeptInABucket.artefact("torch-embedding"));

        String said = millrace("presto", "models", "keep", file.toString(), "--store", "s3://" + BUCKET + "/kept");

        load("presto");
        String digest = ModelDigest.of(KeptInABucket.artefact("torch-embedding"));
        assertThat(said).contains(digest);
        assertThat(new FileArtefactStore("s3://" + BUCKET + "/kept").read(digest, "encoder"))
                .isEqualTo(KeptInABucket.artefact("torch-embedding"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hadoop", "presto"})
    void keepsALake(String fileSystem) throws Exception {
        Map<String, String> settings = Map.of(
                "kafka.bootstrap.servers", kafka.broker().bootstrapServers(),
                "registry.url", "http://registry",
                "models.store", "/models",
                "lake.snapshots", "1ms",
                "lake.warehouse", "s3://" + BUCKET + "/lake-" + fileSystem,
                "lake.catalog.catalog-impl", "org.apache.iceberg.jdbc.JdbcCatalog",
                "lake.catalog.uri", "jdbc:sqlite:" + directory.resolve(fileSystem + ".db"));
        load(fileSystem);
        try (Lake lake = Lake.open("card-fraud", Settings.of(settings))) {
            keep(lake, 0, 1);
            keep(lake, 2, 3);

            assertThat(lake.toRead("events_transactions").orElseThrow().ends()).isEqualTo(Map.of(0, 4L));
            keep(lake, 0, 5);
            List<String> places = new ArrayList<>();
            lake.toRead("events_transactions")
                    .orElseThrow()
                    .read((partition, offset, timestamp, key, value) -> places.add(offset + " " + value[0]));
            assertThat(places).containsExactlyInAnyOrder("0 0", "1 1", "2 2", "3 3", "4 4", "5 5");
        }
        assertThat(lake(fileSystem, settings, "maintain"))
                .containsPattern("events_transactions +[3-9] +1 +[1-9] +[1-9] +6 ");
        assertThat(lake(fileSystem, settings, "check"))
                .as("as many rows as records but the last")
                .containsPattern("events_transactions +0 +" + (RECORDS - 1) + " +0 +0 +0 +0 +1 *\n");
    }

    private String lake(String fileSystem, Map<String, String> settings, String... command)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("lake"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of("--pipeline", "jobs/card-fraud"));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return millrace(fileSystem, arguments.toArray(String[]::new));
    }

    /** A job that writes records from an offset to another into the lake, as the lake's job does. */
    private static void keep(Lake lake, int from, int to) throws Exception {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        environment.enableCheckpointing(100);
        Schema schema = new Schema.Parser().parse(Files.readString(Path.of("schemas/transaction.avsc")));
        LakeTable table = lake.toWrite("events_transactions", "transactions", List.of(schema));
        RowMaker rows = new RowMaker("transactions", table.columns());
        List<RowData> records = IntStream.rangeClosed(from, to)
                .mapToObj(offset -> rows.row(0, offset, offset, null, new byte[] {(byte) offset}, null, null, "none"))
                .toList();
        table.append(environment.fromData(records, table.rows()), table.ends());
        environment.execute();
    }

    /** What {@code scripts/millrace} prints. */
    private String millrace(String fileSystem, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Millrace.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLINK_CONF_DIR", directory.toString());
        builder.environment()
                .put("FLINK_PLUGINS_DIR", ObjectStore.plugins(fileSystem).toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(code).as(said).isZero();
        return said;
    }

    @Test
    void saysWhatAFileSystemNeeds() {
        FileModelStore store = new FileModelStore("s3://" + BUCKET + "/none");

        assertThatThrownBy(() -> store.champion("payments"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(
                        "s3://models/none/payments/champion: there is no file system for s3 in this process; put")
                .hasMessageContaining("FLINK_PLUGINS_DIR");
    }

    private void load(String fileSystem) throws IOException {
        Configuration configuration = GlobalConfiguration.loadConfiguration(directory.toString());
        var plugins = new DirectoryBasedPluginFinder(ObjectStore.plugins(fileSystem)).findPlugins();
        FileSystem.initialize(
                configuration,
                new DefaultPluginManager(plugins, CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
    }
}
