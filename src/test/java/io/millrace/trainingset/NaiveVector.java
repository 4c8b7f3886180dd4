package io.millrace.trainingset;

import static io.millrace.flink.CardEvents.DAY;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.flink.CardEvents;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/** The vector of jobs/card-fraud of an event by loops over all events, with nothing of the evaluator. */
final class NaiveVector {
    private static final int[] DAYS = {1, 7, 30};

    private NaiveVector() {}

    static double[] of(Event event, List<Event> known) {
        double[] vector = new double[15];
        OffsetDateTime time = Instant.ofEpochMilli(event.time()).atOffset(ZoneOffset.UTC);
        vector[0] = amount(event);
        vector[1] = time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY ? 1 : 0;
        vector[2] = time.getHour() <= 6 ? 1 : 0;
        for (int i = 0; i < DAYS.length; i++) {
            long window = DAYS[i] * DAY;
            List<Event> own = known.stream()
                    .filter(other ->
                            other.source() == 0 && text(other, "customer_id").equals(text(event, "customer_id")))
                    .filter(other -> other.time() > event.time() - window && isUpTo(other, event))
                    .toList();
            vector[3 + i] = own.size();
            vector[6 + i] = own.stream().mapToDouble(NaiveVector::amount).sum() / own.size();
            double seen = ofTerminal(event, known, 0, event.time() - 7 * DAY, window);
            vector[9 + i] = seen;
            vector[12 + i] = seen == 0 ? 0 : ofTerminal(event, known, 1, event.time(), window) / seen;
        }
        return vector;
    }

    private static double ofTerminal(Event event, List<Event> known, int source, long until, long window) {
        return known.stream()
                .filter(other ->
                        other.source() == source && text(other, "terminal_id").equals(text(event, "terminal_id")))
                .filter(other -> other.time() > until - window && other.time() <= until)
                .count();
    }

    private static boolean isUpTo(Event other, Event event) {
        return other.time() < event.time()
                || (other.time() == event.time()
                        && (other.partition() < event.partition()
                                || (other.partition() == event.partition() && other.offset() <= event.offset())));
    }

    private static String text(Event event, String field) {
        return String.valueOf(event.stringAt(slot(event, field)));
    }

    private static double amount(Event event) {
        return event.doubleAt(slot(event, "amount"));
    }

    private static int slot(Event event, String field) {
        List<EventType.Field> fields =
                CardEvents.PIPELINE.sources().get(event.source()).type().fields();
        return IntStream.range(0, fields.size())
                .filter(i -> fields.get(i).name().equals(field))
                .findFirst()
                .orElseThrow();
    }
}
