package io.millrace.adapter.file;

import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;

/** The text of cells as values. */
public final class Cells {
    private static final int DATE_TIME_CHARS = "2018-04-01 00:00:31".length();
    private static final String BOOLEANS = "true, false, 1 or 0";

    private Cells() {}

    /**
     * The bits of a LONG, TIMESTAMP, DOUBLE or BOOLEAN as an event holds them.
     *
     * @throws IllegalArgumentException with a sentence that says what was expected
     */
    public static long bits(FieldKind kind, String text) {
        return switch (kind) {
            case LONG -> whole(text);
            case DOUBLE -> Double.doubleToRawLongBits(number(text));
            case TIMESTAMP -> time(text);
            case BOOLEAN -> truth(text) ? 1 : 0;
            case STRING, BYTES, FLOATS, DOUBLES -> throw new IllegalArgumentException("a " + kind + " has no bits");
        };
    }

    /** Base64 as a text with a character for each byte. */
    public static String bytes(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its " + text.length() + " characters are no Base64", e);
        }
    }

    public static long whole(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a whole number", e);
        }
    }

    public static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number", e);
        }
    }

    /** Numbers between commas or blanks, in brackets or not: {@code [0.5, -1, 2]}, {@code 0.5 -1 2}. */
    public static NumberVector vector(FieldKind kind, String text) {
        String list = text.strip();
        if (list.startsWith("[") && list.endsWith("]")) {
            list = list.substring(1, list.length() - 1).strip();
        }
        String[] numbers = list.isEmpty() ? new String[0] : list.split("\\s*,\\s*|\\s+", -1);
        double[] values = new double[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(numbers[i]);
        }
        return NumberVector.of(values, values.length, kind == FieldKind.FLOATS);
    }

    public static boolean truth(String text) {
        return switch (text.strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is not one of " + BOOLEANS);
        };
    }

    /** Epoch milliseconds from {@code 2018-04-01 00:00:31} (UTC, also with fractions), ISO 8601, or epoch milliseconds. */
    public static long time(String text) {
        String stripped = text.strip();
        try {
            if (!stripped.isEmpty() && stripped.chars().allMatch(Character::isDigit)) {
                return Long.parseLong(stripped);
            }
            if (stripped.length() < DATE_TIME_CHARS) {
                throw new IllegalArgumentException(notTime(text));
            }
            String iso = stripped.replace(' ', 'T');
            boolean zoned = iso.endsWith("Z") || iso.indexOf('+') > 0 || iso.lastIndexOf('-') > DATE_TIME_CHARS - 1;
            Instant instant = zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return instant.toEpochMilli();
        } catch (DateTimeParseException | NumberFormatException e) {
            throw new IllegalArgumentException(notTime(text), e);
        }
    }

    private static String notTime(String text) {
        return "\"" + text
                + "\" is not a time; write for example \"2018-04-01 00:00:31\" (UTC), ISO 8601, or epoch milliseconds";
    }
}
