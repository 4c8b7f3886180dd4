package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.FeatureTest.Given;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what one test expects of the features as of its scored events. */
final class Expectations {
    private static final String AT = "at";
    private static final String ID = "id";

    private final FeatureTable table;
    private final DeclaredSource scored;
    private final GivenEvents given;
    private final List<Expected> expected = new ArrayList<>();

    Expectations(FeatureTable table, DeclaredSource scored, GivenEvents given) {
        this.table = table;
        this.scored = scored;
        this.given = given;
    }

    /** Reads one mapping, or a list of them. */
    List<Expected> read(YamlValue expect) {
        List<YamlValue> all = expect.isList() ? expect.list().orElseThrow() : List.of(expect);
        if (all.isEmpty()) {
            expect.problem("is empty; write for example {at: 1d, card.count_1d: 1}");
        }
        all.forEach(one -> one.map().ifPresent(this::one));
        return List.copyOf(expected);
    }

    private void one(YamlMap map) {
        int event = event(map).orElse(-1);
        map.entries().forEach((name, value) -> {
            if (!name.equals(AT) && !name.equals(ID)) {
                feature(name, value)
                        .flatMap(feature -> ExpectedValues.read(feature, value, event))
                        .ifPresent(expected::add);
            }
        });
        if (map.entries().keySet().stream().allMatch(name -> name.equals(AT) || name.equals(ID))) {
            map.self().problem("expects nothing; write for example card.count_1d: 1");
        }
    }

    private Optional<Integer> event(YamlMap map) {
        Optional<YamlValue> at = map.value(AT);
        Optional<YamlValue> id = map.value(ID);
        if (at.isEmpty() && id.isEmpty()) {
            map.self().problem("names no event of " + scored.name() + "; write at: with its time, or id:");
            return Optional.empty();
        }
        Optional<Long> time = at.flatMap(TestTimes::read);
        Optional<String> name = id.flatMap(YamlValue::scalar);
        if (time.isPresent() != at.isPresent() || name.isPresent() != id.isPresent()) {
            return Optional.empty();
        }
        return only(
                map,
                IntStream.range(0, given.events().size())
                        .filter(i -> given.events().get(i).source() == scored.index())
                        .filter(i -> time.isEmpty() || given.events().get(i).time() == time.get())
                        .filter(i ->
                                name.isEmpty() || given.events().get(i).id().equals(name.get()))
                        .boxed()
                        .toList());
    }

    private Optional<Integer> only(YamlMap map, List<Integer> found) {
        if (found.size() == 1) {
            return Optional.of(found.get(0));
        }
        YamlValue place = map.value(AT).or(() -> map.value(ID)).orElse(map.self());
        if (found.size() > 1) {
            place.problem(
                    "is the time of " + found.size() + " events of " + scored.name() + "; name one of them by id: "
                            + ids(found.stream().map(given.events()::get).toList()));
        } else if (given.complete()) {
            place.problem("there is no such event of " + scored.name() + "; " + there());
        }
        return Optional.empty();
    }

    private String there() {
        List<Given> events = given.events().stream()
                .filter(event -> event.source() == scored.index())
                .toList();
        return events.isEmpty()
                ? "the test gives none"
                : "the test gives "
                        + events.stream()
                                .map(event -> event.id() + " at " + TestTimes.format(event.time()))
                                .collect(Collectors.joining(", "));
    }

    private static String ids(List<Given> events) {
        return events.stream().map(Given::id).collect(Collectors.joining(", "));
    }

    private Optional<CheckedFeature> feature(String name, YamlValue value) {
        Optional<CheckedFeature> feature = table.feature(name);
        if (feature.isEmpty() && !table.isBroken(name)) {
            value.problem("\"" + name + "\" "
                    + table.variants(name)
                            .map(Expectations::choice)
                            .orElseGet(() -> "is not a feature" + Names.hint(name, table.names())));
        }
        return feature;
    }

    private static String choice(Variants windows) {
        return "has a feature for each window; name one of "
                + windows.all().stream().map(CheckedFeature::name).collect(Collectors.joining(", "));
    }
}
