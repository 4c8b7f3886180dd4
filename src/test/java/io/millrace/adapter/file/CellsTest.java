package io.millrace.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.FileMapping;
import io.millrace.pipeline.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors in cells of CSV files. */
class CellsTest {
    private static final EventType TYPE = new EventType(
            "views",
            0,
            List.of(
                    new EventType.Field("id", FieldKind.STRING, true),
                    new EventType.Field("at", FieldKind.TIMESTAMP, true),
                    new EventType.Field("embedding", FieldKind.FLOATS, false, 3)),
            0,
            1);
    private static final Source SOURCE = new Source(
            "views", 0, "views", "", TYPE, 0, 0, false, 0, 1000, List.of(), new FileMapping(Map.of(), 0, Map.of()));

    private static RowEvents.Read read(String cell) {
        return new RowEvents(SOURCE, "views.csv")
                .read(new Row(1, Map.of("id", 0, "at", 1, "embedding", 2), List.of("v1", "1000", cell)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0.5, -1, 3e2]", "[0.5,-1,300]", "0.5 -1 300", " [ 0.5   -1\n300 ] ", "0.5 , -1 , 300"})
    void numbersStandBetweenCommasOrBlanks(String cell) {
        Event event = Objects.requireNonNull(read(cell).event());

        assertThat(event.vectorAt(2)).isEqualTo(NumberVector.ofFloats(0.5f, -1, 300));
    }

    @Test
    void anEmptyCellIsNull() {
        Event event = Objects.requireNonNull(read("").event());

        assertThat(event.isNull(2)).isTrue();
        assertThat(event.vectorAt(2)).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [0.5, -1]      | WRONG_LENGTH        | column embedding has 2 numbers; 3 are declared
            []             | WRONG_LENGTH        | column embedding has 0 numbers; 3 are declared
            [1, 2, 1e39]   | NOT_FINITE          | column embedding has a number that is not finite
            [1, NaN, 2]    | NOT_FINITE          | column embedding has a number that is not finite
            [1, x, 2]      | INCOMPATIBLE_SCHEMA | column embedding: "x" is not a number
            [1,, 2]        | INCOMPATIBLE_SCHEMA | column embedding: "" is not a number
            """)
    void whatTheStreamWouldRefuseIsADeadLetter(String cell, Reason reason, String detail) {
        DeadLetter letter = Objects.requireNonNull(read(cell).deadLetter());

        assertThat(letter.detail()).isEqualTo(detail);
        assertThat(letter.reason()).isEqualTo(reason);
    }

    @Test
    void aVectorHasNoBits() {
        assertThatThrownBy(() -> Cells.bits(FieldKind.FLOATS, "[1]")).hasMessage("a FLOATS has no bits");
    }
}
