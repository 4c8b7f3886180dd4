package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Figures figures = new Figures();

    @Test
    void areOneFlatObjectOfDottedNamesInTheirOrder() throws Exception {
        figures.put("pipeline.ratio_to_copy", 1.0 / 3);
        figures.put("machine.cores", 2L);
        figures.put("versions.flink", "2.2.1");

        JsonNode json = new ObjectMapper().readTree(figures.json());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly("pipeline.ratio_to_copy", "machine.cores", "versions.flink");
        assertThat(json.get("pipeline.ratio_to_copy").asDouble()).isEqualTo(0.333);
        assertThat(json.get("machine.cores").isIntegralNumber()).isTrue();
        assertThat(json.get("versions.flink").asText()).isEqualTo("2.2.1");
    }

    @Test
    void refuseTheSameNameTwice() {
        figures.put("copy.events", 1L);

        assertThatThrownBy(() -> figures.put("copy.events", 2L)).hasMessage("copy.events is there already");
    }

    @Test
    void refuseWhatIsNoNumberAndWhatIsNoName() {
        assertThatThrownBy(() -> figures.put("copy.speed", Double.NaN))
                .hasMessage("copy.speed is NaN; expected a finite number");
        assertThatThrownBy(() -> figures.put("speed", 1.0)).hasMessage("\"speed\" is no dotted name");
    }

    @Test
    void takeTheMiddleOfOddRunsAndTheMeanOfTheTwoInTheMiddleOfEvenOnes() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0), run -> run)).isEqualTo(2);
        assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0), run -> run)).isEqualTo(3);
        assertThat(Median.of(List.of(5.0), run -> run)).isEqualTo(5);
        assertThat(Median.highest(List.of(9.0, 1.0), run -> run)).isEqualTo(9);
    }
}
