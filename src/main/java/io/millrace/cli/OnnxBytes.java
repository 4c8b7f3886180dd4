package io.millrace.cli;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX files that users name. */
final class OnnxBytes {
    private OnnxBytes() {}

    /** @throws DefinitionException where there is none */
    static byte[] of(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new DefinitionException(file.toString(), "there is no such file; name an ONNX file");
        }
        return Files.readAllBytes(file);
    }
}
