package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code model}: what is scored, by which model, from which features. */
final class ModelSection {
    private static final double THRESHOLD = 0.5;
    private static final String ALL = ".*";

    private final Optional<YamlMap> map;

    ModelSection(YamlMap root) {
        map = root.require("model", "{name: fraud, scores: transactions, inputs: [card.*]}")
                .flatMap(YamlValue::map);
    }

    /** The source whose events are scored. */
    Optional<DeclaredSource> scored(DeclaredSources sources) {
        return map.flatMap(section -> section.require("scores", "transactions")).flatMap(sources::named);
    }

    ModelSpec model(Optional<DeclaredSource> scored) {
        map.ifPresent(section -> section.allow(Keys.MODEL));
        String name = map.flatMap(section -> section.require("name", "fraud"))
                .flatMap(YamlValue::text)
                .orElse("");
        Optional<YamlMap> decision =
                map.flatMap(section -> section.value("decision")).flatMap(YamlValue::map);
        decision.ifPresent(section -> section.allow(Keys.DECISION));
        double threshold = decision.flatMap(section -> section.value("threshold"))
                .flatMap(ModelSection::score)
                .orElse(THRESHOLD);
        double explore = decision.flatMap(section -> section.value("explore"))
                .flatMap(NumberValues::share)
                .orElse(0.0);
        double fallback = map.flatMap(section -> section.value("fallback"))
                .flatMap(ModelSection::score)
                .orElse(Double.NaN);
        return new ModelSpec(name, threshold, explore, fallback, splitBy(scored), null);
    }

    private static Optional<Double> score(YamlValue value) {
        Optional<Double> number = value.number();
        if (number.isPresent() && !(number.get() >= 0 && number.get() <= 1)) {
            value.problem("is " + number.get() + "; expected a score from 0 to 1");
            return Optional.empty();
        }
        return number;
    }

    private List<String> splitBy(Optional<DeclaredSource> scored) {
        Optional<DeclaredEntity> entity =
                map.flatMap(section -> section.value("split_by")).flatMap(DeclaredEntity::read);
        scored.ifPresent(source -> entity.ifPresent(declared -> declared.check(source)));
        return entity.map(DeclaredEntity::fields)
                .orElseGet(() -> scored.map(DeclaredSource::id).stream().toList());
    }

    /** What names the segment of a scored event; empty where there are no segments, or a problem was reported. */
    Optional<CheckedExpression> segmentBy(Optional<DeclaredSource> scored) {
        Optional<YamlValue> value = map.flatMap(section -> section.value("segment_by"));
        return scored.flatMap(source -> value.flatMap(written -> SegmentCheck.check(written, source)));
    }

    /** The names of the model's inputs, in order. */
    List<String> inputs(FeatureTable table) {
        Optional<YamlValue> value = map.flatMap(section -> section.require("inputs", "[card.*]"));
        Set<String> inputs = new LinkedHashSet<>();
        List<YamlValue> items = value.flatMap(YamlValue::list).orElse(List.of());
        items.forEach(item -> item.text().ifPresent(name -> add(item, name, table, inputs)));
        if (items.isEmpty() && value.isPresent() && value.get().isList()) {
            value.get().problem("is empty; name the features that the model takes");
        }
        return List.copyOf(inputs);
    }

    private static void add(YamlValue item, String name, FeatureTable table, Set<String> inputs) {
        List<String> features = name.endsWith(ALL)
                ? table.ofSet(name.substring(0, name.length() - ALL.length()))
                : table.feature(name).map(CheckedFeature::name).stream().toList();
        if (features.isEmpty() && !table.isBroken(name)) {
            item.problem(unknown(name, table));
        }
        for (String feature : features) {
            if (!inputs.add(feature)) {
                item.problem("\"" + feature + "\" is an input already; each feature is given once");
            }
        }
    }

    private static String unknown(String name, FeatureTable table) {
        Optional<Variants> several = table.variants(name);
        if (several.isPresent()) {
            return "\"" + name + "\" " + several.get().ambiguity() + "; name "
                    + several.get().names();
        }
        List<String> known = new ArrayList<>(table.names().stream().sorted().toList());
        known.addAll(table.sets().stream().map(set -> set + ALL).toList());
        return "\"" + name + "\" is not a feature" + Names.hint(name, known);
    }
}
