package io.millrace.onnx;

/** A model can't be opened or run. The message says which one and what ONNX Runtime said. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OnnxException(String message) {
        super(message);
    }

    public OnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
