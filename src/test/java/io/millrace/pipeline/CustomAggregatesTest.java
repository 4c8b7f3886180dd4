package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.feature.Evaluator;
import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.Parameters;
import io.millrace.feature.spi.SquaredCents;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aggregates of a user's own are found by the context class loader, and computed from definition to value. */
class CustomAggregatesTest {
    private static final String SERVICE = "META-INF/services/io.millrace.feature.spi.CustomAggregate";
    private static final String PLACE = "p.yaml:15 features.customer.f.custom: ";

    @TempDir
    private Path jar;

    /** As {@link SquaredCents}, by the same name. */
    public static final class Namesake implements CustomAggregate {
        @Override
        public String name() {
            return "squared_cents";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Accumulator accumulator(Parameters parameters) {
            return new SquaredCents();
        }
    }

    /** Fails where it is asked for an accumulator, or says that it is of version 0. */
    public static final class Faulty implements CustomAggregate {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public int version() {
            return 0;
        }

        @Override
        public Accumulator accumulator(Parameters parameters) {
            if (parameters.has("fail")) {
                throw new IllegalStateException("no luck");
            }
            return new SquaredCents();
        }
    }

    private <T> T with(String service, Supplier<T> action) throws IOException {
        Path file = jar.resolve(SERVICE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, service);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private List<String> problems(String service, String feature) throws IOException {
        return with(service, () -> Definitions.problems(Definitions.one(feature)));
    }

    @Test
    void isFoundByTheContextClassLoader() throws IOException {
        String faulty = Faulty.class.getName();
        assertThat(Definitions.problems(Definitions.one("custom: faulty, of: price, window: 1d")))
                .singleElement()
                .asString()
                .startsWith(PLACE + "\"faulty\" is no custom aggregate on the class path");
        assertThat(problems(faulty, "custom: faulty, of: price, window: 1d"))
                .containsExactly(PLACE + "\"faulty\" is of " + faulty + ", which is in error: its version is 0;"
                        + " at least 1");
        assertThat(problems(faulty, "custom: faulty, of: price, parameters: {fail: true}, window: 1d"))
                .containsExactly(PLACE + "\"faulty\" is of " + faulty + ", which is in error:"
                        + " java.lang.IllegalStateException: no luck");
    }

    @Test
    void twoOfOneNameAreRefused() throws IOException {
        assertThat(problems(Namesake.class.getName(), "custom: squared_cents, of: price, window: 1d"))
                .containsExactly(PLACE + "\"squared_cents\" is the name of io.millrace.feature.spi.SquaredCents and "
                        + Namesake.class.getName()
                        + "; take one of their jars off the class path, or give one of them another name");
    }

    @Test
    void oneThatCanNotBeLoadedIsNamed() throws IOException {
        assertThat(problems("com.example.Absent", "custom: squared_cents, of: price, window: 1d"))
                .singleElement()
                .asString()
                .startsWith(
                        PLACE + "can't be looked for, because a custom aggregate on the class path can't be loaded: ")
                .contains("Provider com.example.Absent not found");
        assertThat(problems("com.example.Absent", "sum: price, window: 1d")).isEmpty();
    }

    @Test
    void isComputedFromDefinitionToValue() {
        Pipeline pipeline = Definitions.compile(Definitions.one(
                "custom: squared_cents, of: price, where: quantity > 1, windows: [1d, lifetime], empty: -1"));
        Evaluator evaluator = new Evaluator(pipeline.features());
        long day = 86_400_000;
        assertThat(values(pipeline, evaluator, order(pipeline, 0, 1, 9.99))).containsExactly(-1, -1, -1, -1);
        assertThat(values(pipeline, evaluator, order(pipeline, 1, 2, 0.1))).containsExactly(100, 10, 100, 10);
        assertThat(values(pipeline, evaluator, order(pipeline, 2, 2, null))).containsExactly(100, 10, 100, 10);
        assertThat(values(pipeline, evaluator, order(pipeline, day, 3, -0.2))).containsExactly(500, -10, 500, -10);
        assertThat(values(pipeline, evaluator, order(pipeline, day + 1, 2, 0.03)))
                .containsExactly(409, -17, 509, -7);
    }

    private static double[] values(Pipeline pipeline, Evaluator evaluator, Event event) {
        double[] row = evaluator.evaluate(event).row();
        return pipeline.features().vector().stream()
                .mapToDouble(slot -> row[slot])
                .toArray();
    }

    private static Event order(Pipeline pipeline, long time, long quantity, @Nullable Double price) {
        EventType type = pipeline.sources().get(0).type();
        long[] bits = new long[type.fields().size()];
        @Nullable String[] strings = new @Nullable String[type.fields().size()];
        bits[type.slot("quantity")] = quantity;
        bits[type.slot("price")] = price == null ? 0 : Double.doubleToRawLongBits(price);
        strings[type.slot("customer")] = "c";
        strings[type.slot("note")] = "n";
        long nulls = price == null ? 1L << type.slot("price") : 0;
        return new Event(0, 0, time, time, 1, Long.toString(time), time, nulls, bits, strings);
    }
}
