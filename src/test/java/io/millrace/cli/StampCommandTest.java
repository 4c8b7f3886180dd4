package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.ModelCheck;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.TinyModel;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StampCommandTest {
    private static final Pipeline CARDS = PipelineCompiler.compile(PipelineCompiler.read(Path.of("jobs/card-fraud")));

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void stampsAModelSoThatThePipelineTakesIt() throws IOException {
        Path stamped = folder.resolve("stamped.onnx");

        assertThat(run("models", "stamp", model(15), "--pipeline", "jobs/card-fraud", "--out", stamped.toString()))
                .as("%s", err)
                .isZero();

        byte[] artefact = Files.readAllBytes(stamped);
        assertThat(out)
                .hasToString(stamped + ": model " + ModelDigest.of(artefact) + " for pipeline card-fraud, fingerprint "
                        + CARDS.fingerprint().substring(0, 12) + System.lineSeparator());
        new ModelCheck("stamped", new ModelInputs(CARDS.fingerprint(), CARDS.inputs())).run(artefact);
    }

    @Test
    void writesNothingWhereThePipelineCanNotUseIt() throws IOException {
        Path stamped = folder.resolve("stamped.onnx");
        String model = model(3);

        assertThat(run(
                        "models",
                        "stamp",
                        model,
                        "--pipeline",
                        "jobs/card-fraud",
                        "--score",
                        "scor",
                        "--out",
                        "" + stamped))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains(model
                        + ": its input vector: float[N, 3] has not one column for each of the vector's 15 features")
                .contains(model
                        + ": its metadata says millrace.score=scor, but it has no such output; did you mean \"score\"?")
                .doesNotContain("Exception");
        assertThat(stamped).doesNotExist();
    }

    @Test
    void takesWhatIsGivenByOptions() throws IOException {
        KeptModel kept = new KeptModel("torch-two-inputs");
        Path file = Files.write(folder.resolve("two.onnx"), kept.artefact());
        Path stamped = folder.resolve("stamped.onnx");
        assertThat(run(
                        "models",
                        "stamp",
                        file.toString(),
                        "--pipeline",
                        "jobs/card-fraud",
                        "--input",
                        "spend=card.avg_1d,card.avg_7d,card.avg_30d",
                        "--input",
                        "hour=transaction.night",
                        "--out",
                        stamped.toString()))
                .as("%s", err)
                .isZero();
        assertThat(stamped).exists();
    }

    @Test
    void saysThatItTookTheZipMapOff() throws IOException {
        Path file = Files.write(folder.resolve("zipped.onnx"), new KeptModel("catboost-classifier").artefact());
        assertThat(run(
                        "models",
                        "stamp",
                        file.toString(),
                        "--pipeline",
                        "jobs/card-fraud",
                        "--input",
                        "features=card.avg_1d,card.avg_7d,card.avg_30d,transaction.amount",
                        "--positive",
                        "1",
                        "--out",
                        folder.resolve("out.onnx").toString()))
                .as("%s", err)
                .isZero();
        assertThat(out.toString()).startsWith("took the ZipMap off: the probabilities are a matrix");
    }

    @Test
    void asksForAFileThatThereIs() {
        assertThat(run("models", "stamp", "none.onnx", "--pipeline", "jobs/card-fraud", "--out", "x"))
                .isEqualTo(2);
        assertThat(err).hasToString("none.onnx: there is no such file; name an ONNX file" + System.lineSeparator());
    }

    private String model(int width) throws IOException {
        return Files.write(folder.resolve("model.onnx"), new TinyModel().bytes(width))
                .toString();
    }

    private int run(String... arguments) {
        return Millrace.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
