package io.millrace.pipeline;

import io.millrace.config.Problems;
import io.millrace.event.NumberVector;
import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.FeatureTest.Given;
import io.millrace.pipeline.FeatureTest.Value;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code tests}: given events and what features must be as of them. */
final class TestsSection {
    private final DeclaredSources sources;
    private final FeatureTable table;
    private final Optional<DeclaredSource> scored;
    private final Set<String> names = new HashSet<>();

    TestsSection(DeclaredSources sources, FeatureTable table, Optional<DeclaredSource> scored) {
        this.sources = sources;
        this.table = table;
        this.scored = scored;
    }

    List<FeatureTest> read(YamlMap root) {
        List<FeatureTest> tests = new ArrayList<>();
        root.value("tests")
                .flatMap(YamlValue::list)
                .ifPresent(all -> all.forEach(test -> test.map().map(this::test).ifPresent(tests::add)));
        return tests;
    }

    private FeatureTest test(YamlMap map) {
        map.allow(Keys.TEST);
        Optional<YamlValue> name = map.require("name", "the left edge of a window is open");
        Optional<YamlValue> given = map.require("given", "{transactions: [{at: 0d, customer_id: 7}]}");
        Optional<YamlValue> expect = map.require("expect", "{at: 0d, card.count_1d: 1}");
        GivenEvents events = new GivenEvents(sources);
        given.ifPresent(events::read);
        List<Expected> expected = scored.isEmpty() || given.isEmpty()
                ? List.of()
                : expect.map(new Expectations(table, scored.get(), events)::read)
                        .orElse(List.of());
        return new FeatureTest(name.flatMap(this::name).orElse(""), events.events(), expected);
    }

    private Optional<String> name(YamlValue value) {
        Optional<String> name = value.text();
        if (name.isPresent() && !names.add(name.get())) {
            value.problem("\"" + name.get() + "\" is the name of another test already; rename one of the two");
        }
        return name;
    }

    /** Reports every vector that has not as many numbers as features declare. */
    static void checkVectors(CheckedDefinition definition, Problems problems) {
        for (FeatureTest test : definition.tests()) {
            for (Given event : test.given()) {
                DeclaredSource source = definition.sources().get(event.source());
                definition.dimensions(source).forEach((field, count) -> {
                    Value value = event.fields().get(field);
                    NumberVector vector = value == null ? null : value.vector();
                    if (vector != null && vector.size() != count) {
                        problems.add(
                                event.place(),
                                "has " + vector.size() + " numbers in " + field + ", but " + count
                                        + " are declared; the stream would not accept it");
                    }
                });
            }
        }
    }

    /** Reports every event without a field that events of its source must have. */
    static void checkRequired(CheckedDefinition definition, Problems problems) {
        for (FeatureTest test : definition.tests()) {
            for (Given event : test.given()) {
                DeclaredSource source = definition.sources().get(event.source());
                for (String field : definition.required(source)) {
                    if (!event.fields().containsKey(field)) {
                        problems.add(
                                event.place(),
                                "has no \"" + field + "\", without which an event of " + source.name()
                                        + " is invalid; write " + field + ": with a value");
                    }
                }
            }
        }
    }
}
