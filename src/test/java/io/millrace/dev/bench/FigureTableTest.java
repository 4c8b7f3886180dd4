package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FigureTableTest {
    @Test
    void linesColumnsUpToTheRight() {
        FigureTable table = new FigureTable("copy", "pipeline")
                .row("events per second", FigureTable.number(412_345.6, 0), FigureTable.number(9_876, 0))
                .row("ratio", "", FigureTable.number(0.02395, 3));

        assertThat(table).hasToString("""
                                        copy   pipeline
                events per second    412,346      9,876
                ratio                             0.024
                """);
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new FigureTable("one").row("label", "1", "2"))
                .hasMessage("label has 2 cells; expected 1");
    }
}
