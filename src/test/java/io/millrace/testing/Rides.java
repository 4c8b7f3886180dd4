package io.millrace.testing;

import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.List;
import java.util.Map;

/** A small definition to test with: rides of drivers, and complaints about them. */
final class Rides {
    private static final String RIDE = """
            {"type": "record", "name": "Ride", "namespace": "taxi", "fields": [
              {"name": "ride", "type": "string"},
              {"name": "start", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "driver", "type": "long"},
              {"name": "fare", "type": ["null", "double"]},
              {"name": "night", "type": "boolean"}]}
            """;
    private static final String COMPLAINT = """
            {"type": "record", "name": "Complaint", "namespace": "taxi", "fields": [
              {"name": "number", "type": "long"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "driver", "type": "long"}]}
            """;
    private static final String DEFINITION = """
            pipeline: taxi
            sources:
              rides: {topic: rides, schema: ride.avsc, id: ride, time: start}
              complaints: {topic: complaints, schema: complaint.avsc, id: number, time: time}
            features:
              driver:
                entity: driver
                source: rides
                rides: {count: all, window: 1h}
                fares: {sum: fare, window: 1h}
                most: {max: fare, where: night, window: 2h, lag: 30m}
                complaints: {source: complaints, count: all, window: 1h}
                rounded: {sum: fare, window: 1h, accuracy: {hop: 25m}}
                shift: {sum: fare, where: night, session: 20m, at_most: 45m}
                trouble: {source: complaints, count: all, session: 20m}
              ride:
                dark: {expr: night}
                share: {expr: fare / driver.fares}
            model: {name: m, scores: rides, inputs: [driver.*, ride.*]}
            tests:
            """;

    private Rides() {}

    /** The pipeline with tests, each a line of a YAML list. */
    static Pipeline with(String... tests) {
        return compile(DEFINITION, tests);
    }

    /** The pipeline with a source {@code farewells} that erases drivers, and tests. */
    static Pipeline erasableWith(String... tests) {
        return compile(
                DEFINITION
                        .replace(
                                "features:\n",
                                "  farewells: {topic: farewells, schema: complaint.avsc, id: number, time: time}\nfeatures:\n")
                        .replace("    entity: driver\n", "    entity: driver\n    erase: farewells\n"),
                tests);
    }

    private static Pipeline compile(String definition, String... tests) {
        String yaml = definition
                + String.join(
                        "", List.of(tests).stream().map(t -> "  - " + t + "\n").toList());
        return PipelineCompiler.compile(
                new PipelineText("p.yaml", yaml, Map.of("ride.avsc", RIDE, "complaint.avsc", COMPLAINT)));
    }

    /** What fails of one test. */
    static List<Failure> failures(String given, String expect) {
        Pipeline pipeline = with("{name: t, given: {" + given + "}, expect: " + expect + "}");
        return new TestRunner(pipeline).run(pipeline.tests().get(0));
    }
}
