package io.millrace.adapter.content;

import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.content.Encoder;
import io.millrace.content.Encoder.Pooling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/** A real sentence model with its tokenizer, from a jar on the class path of tests: all-MiniLM-L6-v2, quantised. */
public final class MiniLm {
    public static final String MODEL = "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";
    public static final String TOKENIZER = "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";
    public static final Encoder ENCODER = new Encoder(MODEL, TOKENIZER, 384, Pooling.MEAN, true);

    private MiniLm() {}

    /** Puts both files into a store, and opens it. */
    public static StoredReaders in(Path store) throws IOException {
        FileArtefactStore artefacts = new FileArtefactStore(store.toString());
        artefacts.put(model());
        artefacts.put(tokenizer());
        return new StoredReaders(store.toString(), ImagePlaces.none());
    }

    public static byte[] model() throws IOException {
        return resource("/all-minilm-l6-v2-q.onnx");
    }

    public static byte[] tokenizer() throws IOException {
        return resource("/all-minilm-l6-v2-q-tokenizer.json");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(MiniLm.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
