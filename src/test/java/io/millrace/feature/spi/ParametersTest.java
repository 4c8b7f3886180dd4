package io.millrace.feature.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private final Parameters parameters = Parameters.of(Map.of(
            "size",
            3,
            "share",
            -0.5,
            "mode",
            "a \"b\"\n\\",
            "strict",
            true,
            "edges",
            List.of(1, 2.5),
            "codes",
            List.of("A", "B")));

    @Test
    void giveValuesByName() {
        assertThat(parameters.number("share")).isEqualTo(-0.5);
        assertThat(parameters.whole("size", 1, 3)).isEqualTo(3);
        assertThat(parameters.text("mode")).startsWith("a ");
        assertThat(parameters.flag("strict", false)).isTrue();
        assertThat(parameters.numbers("edges")).containsExactly(1.0, 2.5);
        assertThat(parameters.texts("codes")).containsExactly("A", "B");
    }

    @Test
    void giveTheDefaultWhereThereIsNone() {
        Parameters none = Parameters.none();
        assertThat(none.number("a", 2.5)).isEqualTo(2.5);
        assertThat(none.whole("b", 1, 9, 4)).isEqualTo(4);
        assertThat(none.text("c", "x")).isEqualTo("x");
        assertThat(none.flag("d", true)).isTrue();
        assertThat(none.numbers("e")).isEmpty();
        assertThat(none.texts("f")).isEmpty();
        assertThat(none.known()).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
        assertThat(none.names()).isEmpty();
    }

    @Test
    void sayWhatIsWrong() {
        assertThatThrownBy(() -> parameters.number("rate"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("is missing; expected a number")
                .extracting("parameter")
                .isEqualTo("rate");
        assertThatThrownBy(() -> parameters.number("codes")).hasMessage("is [\"A\", \"B\"]; expected a number");
        assertThatThrownBy(() -> parameters.whole("share", 0, 9))
                .hasMessage("is -0.5; expected a whole number from 0 to 9");
        assertThatThrownBy(() -> parameters.whole("size", 4, 9))
                .hasMessage("is 3; expected a whole number from 4 to 9");
        assertThatThrownBy(() -> parameters.text("strict", "x")).hasMessage("is true; expected a text");
        assertThatThrownBy(() -> parameters.flag("size", true)).hasMessage("is 3; expected true or false");
        assertThatThrownBy(() -> parameters.numbers("codes"))
                .hasMessage("is [\"A\", \"B\"]; expected a list of numbers");
        assertThatThrownBy(() -> parameters.texts("size")).hasMessage("is 3; expected a list of texts");
    }

    @Test
    void haveOneTextWhateverTheirOrder() {
        assertThat(parameters.text())
                .isEqualTo("{\"codes\": [\"A\", \"B\"], \"edges\": [1, 2.5], \"mode\": \"a \\\"b\\\"\\u000a\\\\\","
                        + " \"share\": -0.5, \"size\": 3, \"strict\": true}");
        assertThat(Parameters.of(Map.of("a", 1)).text())
                .isEqualTo(Parameters.of(Map.of("a", 1.0)).text());
        assertThat(Parameters.of(Map.of("a", "1")).text())
                .isNotEqualTo(Parameters.of(Map.of("a", 1)).text());
    }

    @Test
    void areOfFewTypes() {
        String expected = "is neither a finite number, a text, true or false, nor a list of numbers or of texts";
        for (Object wrong : List.of(Double.NaN, new Object(), List.of(1, "a"), Map.of())) {
            assertThatThrownBy(() -> Parameters.of(Map.of("x", wrong))).hasMessage(expected);
        }
    }
}
