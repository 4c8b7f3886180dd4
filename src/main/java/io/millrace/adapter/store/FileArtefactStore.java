package io.millrace.adapter.store;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelDigest;
import java.io.IOException;
import org.apache.flink.core.fs.Path;

/**
 * Files that definitions name by digest: encoders and their tokenizers. They lie beside the models, and belong to no pipeline.
 *
 * <pre>
 * store/artefacts/digest
 * </pre>
 */
public final class FileArtefactStore {
    private static final String DIRECTORY = "artefacts";

    private final Path root;

    /** @param root a path or URI, the one of the models */
    public FileArtefactStore(String root) {
        this.root = new Path(root);
    }

    /** Keeps a file; one that is kept already stays as it is. Gives its digest. */
    public String put(byte[] artefact) throws IOException {
        String digest = ModelDigest.of(artefact);
        if (!StoredFiles.exists(file(digest))) {
            StoredFiles.write(file(digest), artefact);
        }
        return digest;
    }

    /**
     * Reads a file.
     *
     * @param what it is, for messages, for example {@code encoder}
     * @throws DefinitionException when it is not there or has another digest
     */
    public byte[] read(String digest, String what) throws IOException {
        Path file = file(digest);
        if (!StoredFiles.exists(file)) {
            throw new DefinitionException(
                    file.toString(),
                    what + " " + digest
                            + " is not in the store; put it there: scripts/millrace models keep FILE --store " + root);
        }
        byte[] artefact = StoredFiles.read(file);
        String found = ModelDigest.of(artefact);
        if (!found.equals(digest)) {
            throw new DefinitionException(
                    file.toString(),
                    "the file is corrupt: its " + artefact.length + " bytes have the SHA-256 " + found
                            + "; remove it and put it there again: scripts/millrace models keep FILE --store " + root);
        }
        return artefact;
    }

    private Path file(String digest) {
        return new Path(new Path(root, DIRECTORY), digest);
    }
}
