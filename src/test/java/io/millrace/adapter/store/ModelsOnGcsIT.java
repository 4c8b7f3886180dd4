package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stores in a bucket, through Flink's file system for GCS, on a server that speaks its protocol. */
class ModelsOnGcsIT {
    private static final String BUCKET = "models";
    /** Where the build has put Flink's file system for GCS, in a folder of its own. */
    private static final Path PLUGINS = Path.of("target", "gcs");

    private static final int CHUNK = 256 << 10;

    private GcsServer objects;

    @BeforeEach
    void start() throws Exception {
        objects = new GcsServer(BUCKET);
        Configuration configuration = Configuration.fromMap(Map.of(
                "gs.storage.root.url",
                objects.url(),
                "gs.auth.service.account.enable",
                "false",
                "gs.auth.null.enable",
                "true",
                "gs.outputstream.upload.chunk.size",
                Integer.toString(CHUNK)));
        FileSystem.initialize(
                configuration,
                new DefaultPluginManager(
                        new DirectoryBasedPluginFinder(PLUGINS).findPlugins(),
                        CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
    }

    @AfterEach
    void stop() {
        FileSystem.initialize(new Configuration(), null);
        objects.close();
    }

    @Test
    void keepsModelsAndGivesThemBack() throws Exception {
        KeptInABucket.assertKeepsModels("gs://" + BUCKET + "/some");

        assertThat(objects.names())
                .contains("some/payments/champion")
                .as("nothing temporary is left")
                .noneMatch(name -> name.contains("/."));
    }

    @Test
    void whatIsWrittenInSeveralPiecesIsOne() throws Exception {
        byte[] large = new byte[2 * CHUNK + 17];
        new Random(1).nextBytes(large);
        FileArtefactStore store = new FileArtefactStore("gs://" + BUCKET + "/kept");

        String digest = store.put(large);

        assertThat(store.read(digest, "encoder")).isEqualTo(large);
    }
}
