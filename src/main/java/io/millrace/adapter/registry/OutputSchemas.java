package io.millrace.adapter.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/** The schemas of what Millrace writes, from {@code schemas/} on the class path. */
public final class OutputSchemas {
    static final String PREDICTION = "prediction.avsc";
    static final String LABELLED_EXAMPLE = "labelled-example.avsc";
    static final String DEAD_LETTER = "dead-letter.avsc";

    static final String MODEL_COMMAND = "model-command.avsc";
    static final String MODEL_DECISION = "model-decision.avsc";

    private OutputSchemas() {}

    /** @param name the name of the file, for example {@code prediction.avsc} */
    public static Schema read(String name) {
        try (InputStream in = OutputSchemas.class.getResourceAsStream("/schemas/" + name)) {
            if (in == null) {
                throw new IllegalStateException("schemas/" + name + " is missing in Millrace's jar");
            }
            return new Schema.Parser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
