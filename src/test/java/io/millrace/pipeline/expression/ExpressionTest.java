package io.millrace.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    /** 2024-02-29T23:59:58.007Z, a Thursday. */
    private static final long LEAP_DAY = 1_709_251_198_007L;

    private static final Map<String, Object> VALUES = Map.of(
            "i", 7L, "d", 2.5, "b", true, "s", "straße😀", "t", LEAP_DAY, "f.count", 3, "f.avg", 0.5, "f.flag", false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i + 1 | 8",
                "-i % 4 | -3",
                "-i / 2 | -3",
                "d * 2.0 | 5",
                "abs(-i) + max(i, 9) - min(1, 2) | 15",
                "max(d, 3.0) + min(d, 3.0) + abs(-d) | 8",
                "b && !f.flag | 1",
                "i in [1, 7] | 1",
                "i in [] | 0",
                "d in [-2.5, 2.5] | 1",
                "s in ['a', 'b'] | 0",
                "b ? i : 0 | 7",
                "int(2.9) + int(-2.9) | 0",
                "double(i) / 2.0 | 3.5",
                "string(i) == '7' | 1",
                "size(s) + s.size() | 14",
                "s.startsWith('str') && s.endsWith('😀') && s.contains('aß') | 1",
                "s + 'x' > s | 1",
                "f.count * 2 | 6",
                "f.avg + 1.0 | 1.5",
                "0.0 == -0.0 | 1",
                "t.getFullYear() | 2024",
                "t.getMonth() | 1",
                "t.getDate() | 29",
                "t.getDayOfMonth() | 28",
                "t.getDayOfWeek() | 4",
                "t.getDayOfYear() | 59",
                "t.getHours() * 10000 + t.getMinutes() * 100 + t.getSeconds() | 235958",
                "t.getMilliseconds() | 7",
                "int(t) | 1709251198",
                "t - timestamp('2024-02-29T00:00:00Z') < duration('24h') | 1",
                "(t - timestamp('2024-02-28T00:00:00Z')).getHours() | 47",
                "t + duration('2s') >= timestamp('2024-03-01T00:00:00Z') | 1",
                "9007199254740993 - 9007199254740992 | 1",
            })
    void givesTheValue(String text, double expected) throws ExpressionException {
        assertThat(eval(text, VALUES)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "j + 1",
                "e * 0.0",
                "c",
                "!c",
                "u == 'x'",
                "u.size()",
                "v.getHours()",
                "j == j",
                "c ? 1 : 2",
                "i / 0",
                "i % 0",
                "0.0 / 0.0",
                "0.0 / 0.0 > 1.0",
                "9223372036854775807 + i",
                "9223372036854775807 * i",
                "-9223372036854775807 - i",
                "int(1e19)",
                "c && b",
                "c || f.flag",
                "j in [1]",
                "max(e, 1.0)",
                "-j",
                "double(j)",
                "int(e)",
                "string(j) == ''",
                "abs(j)",
                "v - t < duration('1s')"
            })
    void isMissingWhereItCanNotBeKnown(String text) throws ExpressionException {
        assertThat(eval(text, VALUES)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "c && f.flag ; 0",
                "f.flag && c ; 0",
                "c || b ; 1",
                "b || c ; 1",
                "j == null ; 1",
                "i != null ; 1",
                "null == u ; 1",
                "v == null && c == null && e == null ; 1"
            })
    void isKnownWhereTheMissingPartDoesNotMatter(String text, double expected) throws ExpressionException {
        assertThat(eval(text, VALUES)).isEqualTo(expected);
    }

    @Test
    void aMissingFeatureIsMissing() throws ExpressionException {
        assertThat(eval("f.count + 1", Map.of())).isNaN();
        assertThat(eval("f.avg + 1.0", Map.of())).isNaN();
        assertThat(eval("!f.flag", Map.of())).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d / 2 | / does not take (double, int); write whole numbers as doubles (2.0), or convert with double(x) or int(x)",
                "b ? 1 : 2.0 | ?: does not take (bool, int, double); it takes a bool and two values of one type",
                "i + | is no expression (column 4): mismatched input '<EOF>'",
                "[1].exists(x, x > 1) | exists is not supported; supported are",
                "{1: 2}[1] | maps, messages and macros are not supported; supported are",
                "size([1]) | a list is only supported in x in [a, b]",
                "i in [1, 2.0] | in compares a int with a list that has a double",
                "i in [j] | in needs a list of literals",
                "b in [true] | a bool in a list is not supported; compare with == and ||",
                "b'x' == b'y' | unsigned and byte literals are not supported",
                "1u == 2u | unsigned and byte literals are not supported",
                "t.getHours('Europe/Rome') == 1 | getHours(timestamp, string) is not supported",
                "string(d) == '2' | string(double) is not supported",
                "-9223372036854775808 | -9223372036854775808 is not supported; the least int is -9223372036854775807",
                "duration('soon') > duration('1s') | duration(\"soon\") is no duration",
                "timestamp(s) > t | duration and timestamp take one quoted text",
                "i / 2 == null | == does not take (int, null); only a field or a feature can be compared with null",
                "null | null is only supported in x == null and x != null",
            })
    void refusesWhatItDoesNotSupport(String text, String message) {
        assertThatThrownBy(() -> eval(text, VALUES))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesAreFoundInOrderOfUse() throws ExpressionException {
        assertThat(ParsedExpression.parse("card.avg_1d / a + b.getHours() in [1] && a")
                        .names())
                .containsExactly("card.avg_1d", "a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i+1 | ( i + 1 )",
                "f.avg / d | (f.avg)/(d)",
                "s.size() | size(s)",
                "s == 'x' | s == \"x\"",
                "d > 100.0 | d > 1e2",
            })
    void canonicalTextIgnoresHowItIsWritten(String one, String other) throws ExpressionException {
        assertThat(canonical(one)).isEqualTo(canonical(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"i - j | j - i", "i + 1 | i + 2", "s == 'x' | s == 'X'", "f.count > 0 | i > 0"})
    void canonicalTextTellsMeaningsApart(String one, String other) throws ExpressionException {
        assertThat(canonical(one)).isNotEqualTo(canonical(other));
    }

    @Test
    void canonicalTextNumbersFeaturesAndSaysWhatTheyMean() throws ExpressionException {
        assertThat(canonical("f.avg * d + f.avg > double(f.count)"))
                .isEqualTo(">(+(*($1, d:double), $1), double($2)); $1 = AVG; $2 = COUNT");
    }

    private static String canonical(String text) throws ExpressionException {
        return check(text).canonical();
    }

    private static double eval(String text, Map<String, Object> values) throws ExpressionException {
        return check(text).compile(TestEvents.SLOTS).eval(TestEvents.event(values), TestEvents.row(values));
    }

    private static CheckedExpression check(String text) throws ExpressionException {
        ParsedExpression parsed = ParsedExpression.parse(text);
        Map<String, Operand> operands = new HashMap<>(TestEvents.OPERANDS);
        operands.keySet().retainAll(parsed.names());
        return parsed.check(operands);
    }
}
