package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.DURATION;
import static io.millrace.pipeline.expression.ExpressionType.TIMESTAMP;

import java.time.LocalDate;

/** The parts of a timestamp in UTC and of a duration, numbered as CEL numbers them: months, days of the month ({@code getDate} aside), of the week (from Sunday) and of the year count from 0. */
final class Calendar {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    /** The first day of the epoch was a Thursday. */
    private static final int THURSDAY = 4;

    private Calendar() {}

    static void addTo(Operations operations) {
        operations.longToInt("getFullYear", TIMESTAMP, t -> date(t).getYear());
        operations.longToInt("getMonth", TIMESTAMP, t -> date(t).getMonthValue() - 1);
        operations.longToInt("getDate", TIMESTAMP, t -> date(t).getDayOfMonth());
        operations.longToInt("getDayOfMonth", TIMESTAMP, t -> date(t).getDayOfMonth() - 1);
        operations.longToInt("getDayOfYear", TIMESTAMP, t -> date(t).getDayOfYear() - 1);
        operations.longToInt("getDayOfWeek", TIMESTAMP, t -> Math.floorMod(Math.floorDiv(t, DAY) + THURSDAY, 7));
        operations.longToInt("getHours", TIMESTAMP, t -> Math.floorMod(t, DAY) / HOUR);
        operations.longToInt("getMinutes", TIMESTAMP, t -> Math.floorMod(t, HOUR) / MINUTE);
        operations.longToInt("getSeconds", TIMESTAMP, t -> Math.floorMod(t, MINUTE) / SECOND);
        operations.longToInt("getMilliseconds", TIMESTAMP, t -> Math.floorMod(t, SECOND));
        operations.longToInt("getHours", DURATION, d -> d / HOUR);
        operations.longToInt("getMinutes", DURATION, d -> d / MINUTE);
        operations.longToInt("getSeconds", DURATION, d -> d / SECOND);
    }

    private static LocalDate date(long time) {
        return LocalDate.ofEpochDay(Math.floorDiv(time, DAY));
    }
}
