package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.model.Ensemble.Member;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.onnx.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told without a job: files that are registered, and mistakes in what is asked for. What a job decides: {@code ModelControlIT}. */
class ModelsCommandTest {
    private static final List<String> TRAINING = List.of(
            "--trained-from",
            "2018-04-01T00:00:00Z",
            "--trained-to",
            "2018-05-01T00:00:00Z",
            "--rows",
            "1000",
            "--positives",
            "7",
            "--metric",
            "auc=0.87");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(List<String> command) {
        List<String> arguments = new ArrayList<>(List.of("models"));
        arguments.addAll(command);
        return Millrace.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    /** With what tells which pipeline is meant, and a broker that is not there. */
    private int ask(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--pipeline", "jobs/card-fraud"));
        for (String setting : List.of(
                "kafka.bootstrap.servers=localhost:1", "registry.url=http://localhost:1", "models.store=" + folder)) {
            arguments.addAll(List.of("--set", setting));
        }
        return run(arguments);
    }

    private Path model() throws IOException {
        return Files.write(folder.resolve("model.onnx"), new TinyModel().bytes(15));
    }

    private int register(Path file) {
        List<String> command = new ArrayList<>(List.of("register", file.toString()));
        command.addAll(TRAINING);
        return ask(command.toArray(String[]::new));
    }

    @Test
    void aStampedFileIsKeptWithItsCard() throws IOException {
        Path stamped = folder.resolve("stamped.onnx");
        assertThat(run(List.of(
                        "stamp", model().toString(), "--pipeline", "jobs/card-fraud", "--out", stamped.toString())))
                .as("%s", err)
                .isZero();
        assertThat(register(stamped)).as("%s", err).isZero();

        ModelCard card =
                new FileModelStore(folder.toString()).cards("card-fraud").get(0);
        assertThat(out.toString()).contains("registered " + card.digest(), "next: millrace models prepare");
        assertThat(card.rows()).isEqualTo(1000);
        assertThat(card.positives()).isEqualTo(7);
        assertThat(card.metrics()).containsEntry("auc", 0.87);
        assertThat(card.trainedTo()).hasToString("2018-05-01T00:00:00Z");
        assertThat(new FileModelStore(folder.toString()).artefact("card-fraud", card.digest()))
                .isEqualTo(Files.readAllBytes(stamped));
    }

    @Test
    void aFileThatIsNotStampedIsNotKept() throws IOException {
        assertThat(register(model())).isEqualTo(2);
        assertThat(err.toString()).contains("model.onnx: its metadata has no millrace.fingerprint");
        assertThat(new FileModelStore(folder.toString()).cards("card-fraud")).isEmpty();
    }

    @Test
    void asksForAFileThatThereIs() {
        assertThat(register(Path.of("none.onnx"))).isEqualTo(2);
        assertThat(err).hasToString("none.onnx: there is no such file; name an ONNX file" + System.lineSeparator());
    }

    private String registered(String name) throws IOException {
        Path stamped = folder.resolve(name);
        Path plain = Files.write(
                folder.resolve("plain.onnx"),
                new TinyModel().metadata(Map.of("name", name)).bytes(15));
        assertThat(run(List.of(
                        "stamp", plain.toString(), "--pipeline", "jobs/card-fraud", "--out", stamped.toString())))
                .as("%s", err)
                .isZero();
        assertThat(register(stamped)).as("%s", err).isZero();
        return ModelDigest.of(Files.readAllBytes(stamped));
    }

    @Test
    void anEnsembleIsKeptAsAModelOfItsOwn() throws IOException {
        String one = registered("one");
        String two = registered("two");
        FileModelStore store = new FileModelStore(folder.toString());
        assertThat(ask("ensemble", one + "=0.75", two + "=0.25")).as("%s", err).isZero();

        String digest = store.cards("card-fraud").stream()
                .map(ModelCard::digest)
                .filter(known -> !known.equals(one) && !known.equals(two))
                .findAny()
                .orElseThrow();
        assertThat(out.toString()).contains("registered " + digest, "next: millrace models prepare " + digest);
        assertThat(EnsembleJson.read(store.artefact("card-fraud", digest), "e").members())
                .containsExactlyInAnyOrder(new Member(one, 0.75), new Member(two, 0.25));
        assertThat(store.card("card-fraud", digest).parameters())
                .isEqualTo(Map.of("weight." + one, "0.75", "weight." + two, "0.25"));
        assertThat(store.card("card-fraud", digest).rows()).isEqualTo(1000);

        assertThat(ask("ensemble", one + "=0.5", digest + "=0.5")).isEqualTo(2);
        assertThat(err.toString())
                .contains("model " + digest + ": it is an ensemble itself; name its members, with products of weights");
    }

    @Test
    void anEnsembleThatCannotBeIsNotKept() throws IOException {
        String one = registered("one");
        String missing = "f".repeat(64);
        assertThat(ask("ensemble", one + "=0.5", missing + "=0.5")).isEqualTo(2);
        assertThat(err.toString()).contains("model " + missing + " of pipeline card-fraud is not in the store");
        assertThat(ask("ensemble", one + "=1")).isEqualTo(2);
        assertThat(err.toString()).contains("the ensemble: it has 1 members; expected two or more");
        String two = registered("two");
        assertThat(ask("ensemble", one + "=0.5", two + "=0.6")).isEqualTo(2);
        assertThat(err.toString()).contains("the ensemble: its weights sum up to 1.1; expected 1");
        assertThat(ask("ensemble", one + "=1.5", two + "=-0.5")).isEqualTo(2);
        assertThat(err.toString()).contains("model " + two + " has the weight -0.5; expected one above 0");
        assertThat(new FileModelStore(folder.toString()).cards("card-fraud")).hasSize(2);
    }

    @Test
    void aMemberForAnotherVectorIsRefused() throws IOException {
        String one = registered("one");
        byte[] other = {1, 2, 3};
        String digest = ModelDigest.of(other);
        new FileModelStore(folder.toString())
                .put(
                        other,
                        new ModelCard(
                                digest,
                                "card-fraud",
                                "fraud",
                                "beef",
                                List.of("a"),
                                Instant.EPOCH,
                                Instant.EPOCH,
                                1,
                                1,
                                Map.of(),
                                Map.of()));
        assertThat(ask("ensemble", one + "=0.5", digest + "=0.5")).isEqualTo(2);
        assertThat(err.toString())
                .contains("model " + digest
                        + ": it was trained for the vector with fingerprint beef, but the pipeline's is ")
                .contains("; members of an ensemble take the pipeline's vector");
    }

    @Test
    void mistakesAreNamedBeforeAnythingIsSent() {
        assertThat(ask("activate", "abc", "--at", "tomorrow")).isEqualTo(2);
        assertThat(err.toString()).contains("--at \"tomorrow\" is no instant; write for example 2024-05-01T00:00:00Z");
        assertThat(ask("split", "abc=120%")).isEqualTo(2);
        assertThat(err.toString()).contains("\"120%\" is no share; write for example 5%, above 0% and up to 100%");
        assertThat(ask("prepare", "abc", "--wait", "long")).isEqualTo(2);
        assertThat(err.toString()).contains("--wait \"long\" is not a duration; write for example 2m");
        assertThat(ask("history", "--at", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--at \"x\" is no instant");
    }
}
