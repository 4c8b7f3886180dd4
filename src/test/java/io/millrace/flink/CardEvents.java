package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The card-fraud pipeline of this project and events for it. */
public final class CardEvents {
    public static final PipelineText TEXT = PipelineCompiler.read(Path.of("jobs/card-fraud/pipeline.yaml"));
    public static final Pipeline PIPELINE = PipelineCompiler.compile(TEXT);
    public static final long HOUR = 3_600_000;
    public static final long DAY = 24 * HOUR;
    /** A Monday noon UTC, so that an event is neither at night nor on a weekend. */
    public static final long START = 1_523_275_200_000L;

    private CardEvents() {}

    public static PartialVector transaction(
            String id, String customer, String terminal, double amount, long time, int partition, long offset) {
        return transaction(PIPELINE, id, customer, terminal, amount, time, partition, offset);
    }

    /** A transaction as another definition of the pipeline has it. */
    static PartialVector transaction(
            Pipeline pipeline,
            String id,
            String customer,
            String terminal,
            double amount,
            long time,
            int partition,
            long offset) {
        Event event = event(
                pipeline.scored().type(),
                partition,
                offset,
                Map.of(
                        "transaction_id", id,
                        "customer_id", customer,
                        "terminal_id", terminal,
                        "amount", amount,
                        "event_time", time));
        return PartialVector.scored(event, pipeline.features().features().size());
    }

    public static PartialVector fraud(String id, String terminal, long time, long offset) {
        EventType type = PIPELINE.sources().get(1).type();
        return PartialVector.fact(
                event(type, 0, offset, Map.of("transaction_id", id, "terminal_id", terminal, "reported_at", time)));
    }

    private static Event event(EventType type, int partition, long offset, Map<String, Object> values) {
        int slots = type.fields().size();
        long[] bits = new long[slots];
        @Nullable String[] strings = new String[slots];
        for (int slot = 0; slot < slots; slot++) {
            Object value = values.get(type.fields().get(slot).name());
            if (type.fields().get(slot).kind() == FieldKind.STRING) {
                strings[slot] = (String) value;
            } else {
                bits[slot] = value instanceof Double number ? Double.doubleToRawLongBits(number) : (Long) value;
            }
        }
        String id = String.valueOf(values.get("transaction_id"));
        return new Event(
                type.index(), partition, offset, bits[type.timeSlot()], 1, id, bits[type.timeSlot()], 0, bits, strings);
    }

    /** The value of a feature by its full name. */
    public static double feature(PartialVector partial, String name) {
        return PIPELINE.features().features().stream()
                .filter(feature -> feature.name().equals(name))
                .mapToDouble(feature -> partial.row()[feature.slot()])
                .findFirst()
                .orElseThrow();
    }
}
