package io.millrace.adapter.onnx;

import io.millrace.config.Problems;
import io.millrace.model.ModelInputs;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks what can be told of an ONNX file before ONNX Runtime loads it. */
final class FileCheck {
    /** The newest operator sets that ONNX Runtime 1.28 knows. */
    private static final Map<String, Long> NEWEST = Map.of("", 26L, "ai.onnx.ml", 5L);

    private static final Set<String> KNOWN =
            Set.of("", "ai.onnx", "ai.onnx.ml", "ai.onnx.preview", "com.microsoft", "com.microsoft.nchwc");

    private final String where;
    private final OnnxFile file;
    private final Problems problems;

    FileCheck(String where, OnnxFile file, Problems problems) {
        this.where = where;
        this.file = file;
        this.problems = problems;
    }

    /** Whether ONNX Runtime may load the file. */
    boolean isLoadable() {
        boolean opsets = checkOpsets();
        boolean operators = checkOperators();
        boolean weights = checkWeights();
        return opsets && operators && weights;
    }

    private boolean checkOpsets() {
        boolean fits = true;
        for (Map.Entry<String, Long> newest : NEWEST.entrySet()) {
            long found = Objects.requireNonNullElse(file.opsets().get(newest.getKey()), 0L);
            if (found > newest.getValue()) {
                problems.add(
                        where,
                        "it is written for version " + found + " of the operators of "
                                + (newest.getKey().isEmpty() ? "ONNX" : newest.getKey())
                                + ", expected at most " + newest.getValue()
                                + "; export it with an older one (opset_version in PyTorch, target_opset in scikit-learn's and"
                                + " other converters)");
                fits = false;
            }
        }
        return fits;
    }

    private boolean checkOperators() {
        boolean fits = true;
        for (OnnxFile.Node operator : file.operators().stream().distinct().toList()) {
            if (!KNOWN.contains(operator.domain())) {
                problems.add(
                        where,
                        "it uses the operator " + operator.operator() + " of " + operator.domain()
                                + ", which ONNX Runtime doesn't have; expected operators of ONNX, ai.onnx.ml or com.microsoft;"
                                + " export it without custom operators");
                fits = false;
            }
        }
        return fits;
    }

    private boolean checkWeights() {
        if (file.external().isEmpty()) {
            return true;
        }
        problems.add(
                where,
                "its weights "
                        + String.join(", ", file.external().stream().limit(3).toList())
                        + (file.external().size() > 3
                                ? " and " + (file.external().size() - 3) + " more"
                                : "")
                        + " lie in other files; expected all in one; export it with external_data=False, or load and save it"
                        + " with onnx.save(onnx.load(FILE), OUT, save_as_external_data=False)");
        return false;
    }

    void checkFingerprint(ModelInputs given) {
        String found = file.metadata().get(MetadataKeys.FINGERPRINT);
        if (found == null) {
            problems.add(
                    where,
                    "its metadata has no " + MetadataKeys.FINGERPRINT + ", expected " + given.fingerprint()
                            + "; if it was trained on this pipeline's vector, say so with millrace models stamp FILE --pipeline"
                            + " PIPELINE --out FILE");
        } else if (!found.equals(given.fingerprint())) {
            problems.add(
                    where,
                    "it was trained for the vector with fingerprint " + found + ", but the pipeline's is "
                            + given.fingerprint()
                            + "; train it again with this definition, or restore the definition that it was trained with");
        }
    }
}
