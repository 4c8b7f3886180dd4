package io.millrace.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.TextHash;
import io.millrace.feature.state.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What columns keep of the values of expressions. */
class ProjectionTest {
    private static final Map<String, Object> VALUES = Map.of("i", 7L, "d", 2.5, "b", true, "s", "red");

    @Test
    void numbersAndConditionsAreDoubles() throws ExpressionException {
        assertThat(bits("i * 2")).isEqualTo(Double.doubleToRawLongBits(14));
        assertThat(bits("d - 2.5")).isZero();
        assertThat(bits("-(d - 2.5)")).isZero();
        assertThat(bits("b && i > 1")).isEqualTo(Double.doubleToRawLongBits(1));
        assertThat(bits("i / 0")).isEqualTo(Rows.MISSING);
        assertThat(bits("d / 0.0")).isEqualTo(Rows.MISSING);
    }

    @Test
    void stringsAreHashes() throws ExpressionException {
        assertThat(bits("s")).isEqualTo(TextHash.of("red")).isEqualTo(Category.of("red"));
        assertThat(bits("s + 'dish'")).isEqualTo(Category.of("reddish"));
        assertThat(bits("u")).isEqualTo(Rows.MISSING);
    }

    @Test
    void noHashIsMissing() {
        assertThat(Category.notMissing(Rows.MISSING)).isEqualTo(Rows.MISSING + 1);
        assertThat(Category.notMissing(Rows.MISSING + 1)).isEqualTo(Rows.MISSING + 1);
        assertThat(Category.notMissing(0)).isZero();
    }

    @Test
    void stringsWithCategoriesArePositions() throws ExpressionException {
        CheckedExpression checked = check("s + u");
        List<String> categories = List.of("redgreen", "redred");
        assertThat(positions(checked, categories, "green")).isEqualTo(Double.doubleToRawLongBits(0));
        assertThat(positions(checked, categories, "red")).isEqualTo(Double.doubleToRawLongBits(1));
        assertThat(positions(checked, categories, "blue")).isEqualTo(Rows.MISSING);
        assertThat(checked.positions(categories, TestEvents.SLOTS)
                        .bits(TestEvents.event(VALUES), TestEvents.row(VALUES)))
                .isEqualTo(Rows.MISSING);
    }

    @Test
    void numbersHaveNoPosition() throws ExpressionException {
        CheckedExpression checked = check("i");
        assertThatThrownBy(() -> checked.positions(List.of("7"), TestEvents.SLOTS))
                .hasMessage("a int has no position in a list of categories");
    }

    @Test
    void canonicalTextsTellThemApart() throws ExpressionException {
        assertThat(check("i").projected()).isEqualTo("i:int");
        assertThat(check("s").projected()).isEqualTo("hash of s:string");
        assertThat(check("s").positioned(List.of("a", "b\"\n")))
                .isEqualTo("position in [\"a\", \"b\\\"\\n\"] of s:string");
    }

    private static long positions(CheckedExpression checked, List<String> categories, String u) {
        Map<String, Object> values = new HashMap<>(VALUES);
        values.put("u", u);
        return checked.positions(categories, TestEvents.SLOTS).bits(TestEvents.event(values), TestEvents.row(values));
    }

    private static long bits(String text) throws ExpressionException {
        return check(text).project(TestEvents.SLOTS).bits(TestEvents.event(VALUES), TestEvents.row(VALUES));
    }

    private static CheckedExpression check(String text) throws ExpressionException {
        ParsedExpression parsed = ParsedExpression.parse(text);
        Map<String, Operand> operands = new HashMap<>(TestEvents.OPERANDS);
        operands.keySet().retainAll(parsed.names());
        return parsed.check(operands);
    }
}
