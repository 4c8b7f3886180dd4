package io.millrace.adapter.onnx;

/** The entries of an ONNX file's metadata that Millrace reads; {@code millrace models stamp} writes them. */
final class MetadataKeys {
    /** Fingerprint of the vector that the model was trained on. */
    static final String FINGERPRINT = "millrace.fingerprint";

    /** Name of the output that holds the score. */
    static final String SCORE = "millrace.score";

    /** The column of the positive class in the output of the score, from 0. */
    static final String POSITIVE = "millrace.positive";

    /** Names of the outputs that are wanted beside the score, with commas between. */
    static final String OUTPUTS = "millrace.outputs";

    /** With the name of an input behind it: names of the features that it takes, with commas between. */
    static final String INPUT = "millrace.input.";

    private MetadataKeys() {}
}
