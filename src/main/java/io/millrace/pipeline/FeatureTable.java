package io.millrace.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All features by name: the declared ones, and what those that were checked stand for. */
final class FeatureTable {
    /** In the order of the definition, which is the order of slots. */
    private final Map<String, DeclaredFeature> declared = new LinkedHashMap<>();

    /** The names of all declarations, those that are not even read included. */
    private final Set<String> written = new LinkedHashSet<>();

    private final Map<String, Variants> variants = new HashMap<>();
    private final Map<String, CheckedFeature> byName = new HashMap<>();

    FeatureTable(List<DeclaredSet> sets) {
        sets.forEach(set -> {
            set.map().entries().keySet().stream()
                    .filter(key -> !Keys.FEATURE_SET.contains(key))
                    .forEach(key -> written.add(set.name() + "." + key));
            set.features().forEach(feature -> declared.put(feature.fullName(), feature));
        });
    }

    /** Adds what a declaration stands for; a name that another one has already is a problem. */
    void put(DeclaredFeature feature, Variants features) {
        variants.put(feature.fullName(), features);
        for (CheckedFeature checked : features.all()) {
            if (byName.putIfAbsent(checked.name(), checked) != null) {
                feature.map()
                        .self()
                        .problem("\"" + checked.name()
                                + "\" is the name of another feature already; rename one of the two");
            }
        }
    }

    /** Every checked feature, in the order of the definition. */
    List<CheckedFeature> inOrder() {
        List<CheckedFeature> all = new ArrayList<>();
        declared.keySet().forEach(name -> variants(name).ifPresent(v -> all.addAll(v.all())));
        return all;
    }

    Optional<CheckedFeature> feature(String fullName) {
        return Optional.ofNullable(byName.get(fullName));
    }

    Optional<Variants> variants(String declaredName) {
        return Optional.ofNullable(variants.get(declaredName));
    }

    /** The declaration that a name belongs to: its own, or one for whose windows it may stand, as {@code card.avg_7d} for {@code card.avg}; of several the longest. */
    Optional<DeclaredFeature> declaration(String fullName) {
        if (declared.containsKey(fullName)) {
            return Optional.of(declared.get(fullName));
        }
        return declared.values().stream()
                .filter(feature -> fullName.startsWith(feature.fullName() + "_"))
                .max(Comparator.comparingInt(feature -> feature.fullName().length()));
    }

    /** Whether a name belongs to a declaration that has problems of its own, so that its absence needs no other. */
    boolean isBroken(String fullName) {
        return written.stream()
                .filter(name -> !variants.containsKey(name))
                .anyMatch(name -> fullName.equals(name) || fullName.startsWith(name + "_") || isAllOf(fullName, name));
    }

    /** The names of the checked features of a set, in the order of the definition. */
    List<String> ofSet(String set) {
        return inOrder().stream()
                .map(CheckedFeature::name)
                .filter(name -> name.startsWith(set + "."))
                .distinct()
                .toList();
    }

    /** The names of the sets that have features. */
    Set<String> sets() {
        Set<String> sets = new LinkedHashSet<>();
        declared.values().forEach(feature -> sets.add(feature.set()));
        return sets;
    }

    /** Whether a name is the full name of a declaration. */
    boolean isFeature(String fullName) {
        return declaration(fullName).isPresent();
    }

    /** The names of all checked features. */
    Set<String> names() {
        return byName.keySet();
    }

    /** Whether {@code card.*} includes {@code card.avg}. */
    private static boolean isAllOf(String pattern, String name) {
        return pattern.endsWith(".*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
