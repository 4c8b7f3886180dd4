package io.millrace.adapter.store;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/**
 * Models in a directory of any file system that Flink knows.
 *
 * <pre>
 * store/pipeline/digest/model.onnx      or ensemble.json
 * store/pipeline/digest/card.json
 * store/pipeline/champion           the champion's digest
 * </pre>
 *
 * <p>A file is written under a temporary name and then renamed, the card last: a model with a card is complete.
 */
public final class FileModelStore implements ModelStore {
    private static final String ARTEFACT = "model.onnx";
    private static final String ENSEMBLE = "ensemble.json";
    private static final String CARD = "card.json";
    private static final String CHAMPION = "champion";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path root;

    /** @param root a path or URI, for example {@code .millrace/models} or {@code s3://bucket/models} */
    public FileModelStore(String root) {
        this.root = new Path(root);
    }

    @Override
    public void put(byte[] artefact, ModelCard card) throws IOException {
        String digest = ModelDigest.of(artefact);
        if (!digest.equals(card.digest())) {
            throw new IllegalArgumentException("the card is of model " + card.digest() + ", the artefact is " + digest);
        }
        Path directory = directory(card.pipeline(), digest);
        StoredFiles.write(new Path(directory, EnsembleJson.isEnsemble(artefact) ? ENSEMBLE : ARTEFACT), artefact);
        StoredFiles.write(new Path(directory, CARD), CardJson.write(card));
    }

    @Override
    public byte[] artefact(String pipeline, String digest) throws IOException {
        Path ensemble = new Path(directory(pipeline, digest), ENSEMBLE);
        Path file = StoredFiles.exists(ensemble) ? ensemble : new Path(directory(pipeline, digest), ARTEFACT);
        byte[] artefact = readModelFile(file, pipeline, digest);
        String found = ModelDigest.of(artefact);
        if (!found.equals(digest)) {
            throw new DefinitionException(
                    file.toString(),
                    "the file is corrupt: its " + artefact.length + " bytes have the SHA-256 " + found + ", expected "
                            + digest + "; restore it, or remove its directory and " + trainAgain(pipeline));
        }
        return artefact;
    }

    @Override
    public ModelCard card(String pipeline, String digest) throws IOException {
        Path file = new Path(directory(pipeline, digest), CARD);
        return CardJson.read(readModelFile(file, pipeline, digest), file.toString());
    }

    @Override
    public List<ModelCard> cards(String pipeline) throws IOException {
        Path models = new Path(root, pipeline);
        if (!StoredFiles.exists(models)) {
            return List.of();
        }
        List<ModelCard> cards = new ArrayList<>();
        for (FileStatus file : StoredFiles.of(models).listStatus(models)) {
            String digest = file.getPath().getName();
            if (DIGEST.matcher(digest).matches() && StoredFiles.exists(new Path(file.getPath(), CARD))) {
                cards.add(card(pipeline, digest));
            }
        }
        cards.sort(Comparator.comparing(ModelCard::trainedTo).thenComparing(ModelCard::digest));
        return cards;
    }

    @Override
    public boolean hasChampion(String pipeline) throws IOException {
        return StoredFiles.exists(championOf(pipeline));
    }

    @Override
    public String champion(String pipeline) throws IOException {
        if (!hasChampion(pipeline)) {
            throw new DefinitionException(
                    championOf(pipeline).toString(),
                    "pipeline " + pipeline + " has no champion; " + trainAgain(pipeline));
        }
        String digest = new String(StoredFiles.read(championOf(pipeline)), StandardCharsets.UTF_8).strip();
        if (!DIGEST.matcher(digest).matches()) {
            throw new DefinitionException(
                    championOf(pipeline).toString(),
                    "found \"" + digest
                            + "\", expected the digest of a model: 64 hex digits; write one there that is in "
                            + championOf(pipeline).getParent() + ", or remove the file and " + trainAgain(pipeline));
        }
        return digest;
    }

    @Override
    public void promote(String pipeline, String digest) throws IOException {
        card(pipeline, digest);
        artefact(pipeline, digest);
        StoredFiles.write(championOf(pipeline), (digest + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path directory(String pipeline, String digest) {
        return new Path(new Path(root, pipeline), digest);
    }

    private Path championOf(String pipeline) {
        return new Path(new Path(root, pipeline), CHAMPION);
    }

    private static String trainAgain(String pipeline) {
        return "train one: scripts/millrace train jobs/" + pipeline + " --data FILE";
    }

    private static byte[] readModelFile(Path file, String pipeline, String digest) throws IOException {
        if (!StoredFiles.exists(file)) {
            throw new DefinitionException(
                    file.toString(),
                    "model " + digest + " of pipeline " + pipeline
                            + " is not in the store; give the digest of one that is, or " + trainAgain(pipeline));
        }
        return StoredFiles.read(file);
    }
}
