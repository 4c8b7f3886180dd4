package io.millrace.dev;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tickets of a made-up support desk, in order of time, as rows. Whether one is escalated depends on what was written ({@link Concern}) and on nothing else, so that a model that does not
 * read the text is no better than chance. Now and then nothing was written.
 */
public final class SimulatedTickets implements Rows {
    /** The columns of the rows, in their order. */
    public static final List<String> COLUMNS =
            List.of("TICKET_ID", "CREATED_AT", "CUSTOMER_ID", "PRODUCT", "PRIORITY", "BODY", "ESCALATED");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int SECONDS_A_DAY = 86_400;
    private static final int PRIORITIES = 3;
    private static final int EMPTY_ONE_IN = 50;
    private static final List<String> PRODUCTS = List.of("router", "phone", "television", "billing");
    private static final List<String> OPENINGS = List.of("", "Hello, ", "Good morning. ", "Dear team, ", "Hi. ");
    private static final List<String> CLOSINGS =
            List.of("", " Best regards", " Kind regards, a customer", " I am at home from five.");

    private final SupportWorld world;
    private final SplittableRandom random;
    private final Map<String, Integer> columns;
    private long number;

    public SimulatedTickets(SupportWorld world) {
        this.world = world;
        this.random = new SplittableRandom(world.seed());
        Map<String, Integer> positions = new LinkedHashMap<>();
        COLUMNS.forEach(column -> positions.put(column, positions.size()));
        this.columns = Map.copyOf(positions);
    }

    @Override
    public String name() {
        return "simulated-tickets";
    }

    @Override
    public @Nullable Row next() {
        if (number == (long) world.perDay() * world.days()) {
            return null;
        }
        long second =
                world.start().atStartOfDay().toEpochSecond(ZoneOffset.UTC) + number * SECONDS_A_DAY / world.perDay();
        String product = any(PRODUCTS);
        Concern concern = concern();
        boolean empty = random.nextInt(EMPTY_ONE_IN) == 0;
        boolean escalated = !empty && random.nextDouble() < concern.escalated();
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(number));
        cells.add(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(TIME));
        cells.add(Integer.toString(random.nextInt(world.customers())));
        cells.add(product);
        cells.add(Integer.toString(1 + random.nextInt(PRIORITIES)));
        cells.add(empty ? "" : body(concern, product));
        cells.add(escalated ? "1" : "0");
        return new Row(number++, columns, cells);
    }

    private Concern concern() {
        int drawn = random.nextInt(100);
        for (Concern concern : Concern.ALL) {
            drawn -= concern.weight();
            if (drawn < 0) {
                return concern;
            }
        }
        throw new IllegalStateException("the weights of concerns are less than a hundred");
    }

    private String body(Concern concern, String product) {
        return any(OPENINGS) + any(concern.sentences()).replace("%s", product) + any(CLOSINGS);
    }

    private String any(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** Does nothing: there is nothing to close. */
    @Override
    public void close() {}
}
