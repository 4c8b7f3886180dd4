package io.millrace.cli;

import io.millrace.lineage.FieldLineage;
import io.millrace.pipeline.FeatureUse;
import io.millrace.pipeline.FieldUse;
import io.millrace.pipeline.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What features depend on, and what fields feed, for people. */
final class LineageText {
    private final FieldLineage lineage;

    LineageText(FieldLineage lineage) {
        this.lineage = lineage;
    }

    /** @param fields {@code source.field} each */
    String of(List<String> features, List<String> fields) {
        List<String> parts = new ArrayList<>();
        if (!features.isEmpty()) {
            Table table = new Table("feature", "in the vector", "is computed of", "how");
            features.forEach(feature -> feature(feature, table));
            parts.add(table.text());
        }
        if (!fields.isEmpty()) {
            Table table = new Table("field", "feeds", "in the vector");
            fields.forEach(field -> field(field, table));
            parts.add(table.text());
        }
        return String.join("\n", parts);
    }

    private void feature(String feature, Table table) {
        Map<String, Set<Use>> inputs = new TreeMap<>();
        for (FieldUse field : lineage.fieldsOf(feature)) {
            inputs.computeIfAbsent(field.source() + "." + field.field(), name -> new TreeSet<>())
                    .add(field.use());
        }
        String name = feature;
        String inVector = inVector(feature);
        for (FeatureUse read : sorted(lineage.origin(feature).features())) {
            table.row(name, inVector, "feature " + read.feature(), how(Set.of(read.use())));
            name = "";
            inVector = "";
        }
        for (Map.Entry<String, Set<Use>> input : inputs.entrySet()) {
            table.row(name, inVector, input.getKey(), how(input.getValue()));
            name = "";
            inVector = "";
        }
        if (!name.isEmpty()) {
            table.row(name, inVector, "nothing", "");
        }
    }

    private static List<FeatureUse> sorted(Set<FeatureUse> features) {
        return features.stream()
                .sorted(Comparator.comparing(FeatureUse::feature).thenComparing(FeatureUse::use))
                .toList();
    }

    private void field(String field, Table table) {
        String name = field;
        for (String feature : lineage.featuresOf(field)) {
            table.row(name, feature, inVector(feature));
            name = "";
        }
    }

    private String inVector(String feature) {
        return lineage.pipeline().inputs().contains(feature) ? "yes" : "no";
    }

    private static String how(Set<Use> uses) {
        return String.join(
                ", ",
                uses.stream()
                        .sorted()
                        .map(use -> use.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .toList());
    }
}
