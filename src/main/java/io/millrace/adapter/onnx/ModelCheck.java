package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import java.util.OptionalLong;

/** Checks whether a model can be used by a pipeline, and tells every reason why not. */
public final class ModelCheck {
    private final String where;
    private final ModelInputs given;
    private final Problems problems = new Problems();

    /** @param where the model, for messages */
    public ModelCheck(String where, ModelInputs given) {
        this.where = where;
        this.given = given;
    }

    /**
     * Loads a model and lets it go again.
     *
     * @throws DefinitionException with all that makes it unfit
     */
    public void run(byte[] artefact) {
        try (OnnxModel model = load(artefact, ModelDigest.of(artefact))) {
            signature(model);
        }
    }

    /** Loads the model if its file lets hope that it can be loaded; else throws all that can be told of it. */
    OnnxModel load(byte[] artefact, String digest) {
        OnnxFile file = checkDigest(artefact, digest);
        FileCheck check = new FileCheck(where, file, problems);
        check.checkFingerprint(given);
        if (check.isLoadable() && hasMemory(file, artefact.length, digest)) {
            try {
                return OnnxModel.open(artefact, digest);
            } catch (OnnxException e) {
                problems.add(where, String.valueOf(e.getMessage()));
            }
        }
        ScoringSignature.of(where, file.inputs(), file.outputs(), file.metadata(), given, problems);
        throw new DefinitionException(problems.list());
    }

    private boolean hasMemory(OnnxFile file, int length, String digest) {
        OptionalLong left = OnnxModel.memoryLeft();
        return left.isEmpty()
                || OnnxModel.isLoaded(digest)
                || MemoryNeed.check(where, length, file.weights(), left.getAsLong(), problems);
    }

    private OnnxFile checkDigest(byte[] artefact, String digest) {
        String found = ModelDigest.of(artefact);
        if (!found.equals(digest)) {
            throw new DefinitionException(
                    where,
                    "it is corrupt: the SHA-256 of its " + artefact.length + " bytes is " + found
                            + "; fetch or train it again");
        }
        try {
            return OnnxFile.read(artefact);
        } catch (IllegalArgumentException e) {
            throw new DefinitionException(
                    where, "it is no ONNX file, or a part of one: " + e.getMessage() + "; export it again");
        }
    }

    ScoringSignature signature(OnnxModel model) {
        return ScoringSignature.of(where, model.inputs(), model.outputs(), model.metadata(), given, problems);
    }
}
