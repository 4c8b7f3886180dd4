package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FeaturesJobTest {
    private static final PipelineText CARDS = PipelineCompiler.read(Path.of("jobs/card-fraud/pipeline.yaml"));

    @Test
    void aSetThatIsErasedIsRefused() {
        String yaml = CARDS.yaml().replaceFirst("    entity: terminal_id", "    entity: terminal_id\n    erase: gone");
        PipelineText erasable = new PipelineText(
                "cards.yaml",
                yaml.replaceFirst(
                        "\nfeatures:",
                        "  gone: {topic: gone, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}\nfeatures:"),
                CARDS.schemas());

        assertThatThrownBy(() -> FeaturesJob.scored(erasable, PipelineCompiler.compile(erasable)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("feature set terminal declares erase, which only the scoring job follows;"
                        + " run this one without");
    }

    @Test
    void aSourceThatDeclaresDeletesIsRefused() {
        PipelineText deletable = new PipelineText(
                "cards.yaml",
                CARDS.yaml().replaceFirst("duplicates: 1d", "duplicates: 1d\n    deletes: true"),
                CARDS.schemas());

        assertThatThrownBy(() -> FeaturesJob.scored(deletable, PipelineCompiler.compile(deletable)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("source transactions declares deletes, which only the scoring job follows;"
                        + " run this one with deletes: false");
        assertThat(FeaturesJob.scored(CARDS, PipelineCompiler.compile(CARDS)).name())
                .isEqualTo("transactions");
    }
}
