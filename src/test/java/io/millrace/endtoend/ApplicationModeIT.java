package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dev.ApplicationCluster;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.StackSettings;
import io.millrace.job.ScoringJob;
import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own aggregate whose jar lies in {@code usrlib/} beside the job's, on a cluster in application mode: to the bit what the command line computes. */
class ApplicationModeIT {
    private static final Path DEFINITION = Scripts.definition("deletions");
    private static final int HISTORY = 12_000;
    private static final int EVENTS = 3_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void aJobFindsTheJarInUsrlib(@TempDir Path state, @TempDir Path home, @TempDir Path folder) throws Exception {
        List<String[]> rows = CardRows.simulated(HISTORY);
        List<String[]> events = rows.subList(0, EVENTS);
        Path ownJar = OwnAggregate.jar(folder);
        try (CardFraudRun run = new CardFraudRun(state, 1)) {
            Scripts scripts = new Scripts(run, folder, ownJar);
            scripts.train(DEFINITION, rows);
            VectorFile expected = scripts.vectors(DEFINITION, events);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                events.forEach(producer::sendTransaction);
                producer.sendLaterThan(events.get(EVENTS - 1));

                try (ApplicationCluster unused = start(run, home, ownJar)) {
                    await("a prediction for each event")
                            .atMost(LIMIT)
                            .until(() -> predictions.poll().size() >= EVENTS);
                }

                assertThat(predictions.poll()).hasSize(EVENTS);
                predictions.poll().forEach(expected::assertSameVector);
            }
        }
    }

    private static ApplicationCluster start(CardFraudRun run, Path home, Path ownJar) throws Exception {
        JobJars jars = JobJars.of(Path.of(""));
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", DEFINITION.toAbsolutePath().toString(),
                "--settings",
                        Path.of("conf/throughput.properties").toAbsolutePath().toString()));
        Stream.concat(run.settings().stream(), Stream.of("parallelism=2", "source.idle=1h"))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        JobSubmission job = new JobSubmission(jars.job(), ScoringJob.class.getName(), arguments)
                .withClasspath(List.of(ownJar.toUri()));
        StackSettings settings = StackSettings.of(Path.of(""), home)
                .withMemory(CardFraudRun.MEMORY)
                .withFlinkLib(jars.lib(), jars.onnxRuntime());
        return ApplicationCluster.start(settings, job);
    }
}
