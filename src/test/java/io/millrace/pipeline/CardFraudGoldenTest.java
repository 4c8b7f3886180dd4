package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.Feature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Pins what card-fraud's vector means. When this fails, either the definition was meant to change, and models trained for
 * it do not fit any more, or definitions have come to be written in another way, which makes every model unfit: then raise
 * the version in {@link Fingerprint}.
 */
class CardFraudGoldenTest {
    private final Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(Path.of("jobs/card-fraud")));

    @Test
    void theCanonicalTextIsAsItWas() throws IOException {
        List<Feature> vector = pipeline.features().vector().stream()
                .map(slot -> pipeline.features().features().get(slot))
                .toList();
        assertThat(Fingerprint.text(vector)).isEqualTo(golden());
    }

    @Test
    void theFingerprintIsAsItWas() throws IOException {
        assertThat(pipeline.fingerprint())
                .isEqualTo("76e27bda6bba4913c152121a2af3aaaad1aef1a7ad5ce69f9325d2cbc53ac3e1");
    }

    @Test
    void theFingerprintIsTheDigestOfTheText() throws IOException {
        assertThat(Fingerprint.sha256(golden())).isEqualTo(pipeline.fingerprint());
    }

    private static String golden() throws IOException {
        try (var in = Objects.requireNonNull(CardFraudGoldenTest.class.getResourceAsStream("card-fraud.vector.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
