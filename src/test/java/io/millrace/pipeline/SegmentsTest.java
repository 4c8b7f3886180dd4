package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentsTest {
    @ParameterizedTest
    @CsvSource({
        "status, 2.5, PAID, PAID",
        "quantity, 2.5, PAID, 3",
        "quantity * 2 - 7, 2.5, PAID, -1",
        "price > 2.0 ? 'dear' : 'cheap', 2.5, PAID, dear",
        "price > 2.0 ? 'dear' : 'cheap', 1.5, PAID, cheap",
        "price > 2.0 ? 'dear' : 'cheap', , PAID, ''",
        "status + ' of ' + customer, 2.5, OPEN, OPEN of customer",
    })
    void namesTheSegmentOfAnEvent(String expression, @Nullable Double price, String status, String expected) {
        Pipeline pipeline = pipeline(expression);
        assertThat(Objects.requireNonNull(pipeline.model().segments()).of(TestOrders.of(pipeline, price, status)))
                .isEqualTo(expected);
    }

    @Test
    void aFieldAloneMustBeThere() {
        assertThat(field("note", "note").required()).isTrue();
        assertThat(field("note + status", "note").required()).isFalse();
        assertThat(field("note + status", "status").required()).isFalse();
    }

    @Test
    void isNoPartOfTheVector() {
        assertThat(pipeline("status").fingerprint())
                .isEqualTo(PipelineCompiler.compile(new PipelineText("p.yaml", Definitions.SHOP, Definitions.SCHEMAS))
                        .fingerprint());
    }

    private static EventType.Field field(String expression, String name) {
        return pipeline(expression).scored().type().fields().stream()
                .filter(field -> field.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static Pipeline pipeline(String expression) {
        String yaml = Definitions.shop("name: m,", "name: m, segment_by: \"" + expression + "\",");
        return PipelineCompiler.compile(new PipelineText("p.yaml", yaml, Definitions.SCHEMAS));
    }
}
