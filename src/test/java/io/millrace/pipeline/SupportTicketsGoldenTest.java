package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Pins what support-tickets' vector means, embeddings of texts among it; see {@link CardFraudGoldenTest} for what to do when this fails. */
class SupportTicketsGoldenTest {
    private final Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(Path.of("jobs/support-tickets")));

    @Test
    void theFingerprintIsAsItWas() {
        assertThat(pipeline.fingerprint())
                .isEqualTo("6d29697b6333a27bf63590847003a9743b9ae8d009652bf5282ecabc2b0241f2");
    }

    @Test
    void aNumberOfAnEmbeddingIsAsItWas() {
        int slot = pipeline.features().vector().get(pipeline.inputs().indexOf("ticket.meaning_7"));
        assertThat(pipeline.features().features().get(slot).definition())
                .isEqualTo(
                        "EXPR [](vector(body, text 1 encoder afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1"
                                + " tokenizer da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0 pooling mean normalised"
                                + " of 128 tokens), 7) of tickets io.millrace.support.Ticket (id ticket_id:string, time"
                                + " created_at:timestamp)");
    }
}
