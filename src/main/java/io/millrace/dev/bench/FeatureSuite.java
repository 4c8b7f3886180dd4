package io.millrace.dev.bench;

import io.millrace.dev.bench.FeatureRun.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which jobs the benchmark of features measures, and on what. */
final class FeatureSuite {
    /** A part of the suite that can be chosen. Each brings what it is compared with. */
    enum Part {
        COPY,
        MILLRACE,
        HOP,
        SQL6,
        SQL1,
        LIST200,
        LIST2000,
        CONTENTS,
        ENTITIES,
        FEATURES,
        KEYS
    }

    private static final int CONTENTS = 200;
    private static final int MANY_CONTENTS = 2_000;
    private static final int FEW_ENTITIES = 16;
    /** Entities are counted, so each must have been seen a few times. */
    private static final int ROUNDS = 4;

    private final Set<Part> parts;
    private final boolean brief;
    private final Workload main;
    private final List<FeatureRun> runs = new ArrayList<>();

    private FeatureSuite(Set<Part> parts, boolean brief, Workload main) {
        this.parts = parts;
        this.brief = brief;
        this.main = main;
    }

    /**
     * The runs of some parts, by workload, in the order in which they are to be made.
     *
     * @param brief with fewer and smaller workloads
     * @param data real transactions for the parts in which events are not to be varied; null for generated ones
     */
    static Map<Workload, List<FeatureRun>> of(Set<Part> parts, boolean brief, @Nullable Path data) {
        Workload main = data == null ? Workload.uniform(brief ? 100 : 500, CONTENTS) : Workload.of(data);
        FeatureSuite suite =
                new FeatureSuite(parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts), brief, main);
        suite.rivals();
        suite.manyContents();
        suite.contents();
        suite.entities();
        suite.features();
        suite.keys();
        Map<Workload, List<FeatureRun>> byWorkload = new LinkedHashMap<>();
        suite.runs.forEach(run -> byWorkload
                .computeIfAbsent(run.workload(), workload -> new ArrayList<>())
                .add(run));
        return byWorkload;
    }

    private void rivals() {
        add("copy", Engine.COPY, FeatureDefinition.THIRTY, main, Part.COPY, Part.HOP);
        add(
                "exact",
                Engine.MILLRACE,
                FeatureDefinition.THIRTY,
                main,
                Part.MILLRACE,
                Part.SQL6,
                Part.LIST200,
                Part.FEATURES,
                Part.KEYS);
        add("hop", Engine.MILLRACE, FeatureDefinition.THIRTY_BY_MINUTE, main, Part.HOP);
        add("sql_6_windows", Engine.SQL, FeatureDefinition.THIRTY, main, Part.SQL6);
        add("exact_1_window", Engine.MILLRACE, FeatureDefinition.ONE_SHORT_WINDOW, main, Part.SQL1);
        add("sql_1_window", Engine.SQL, FeatureDefinition.ONE_SHORT_WINDOW, main, Part.SQL1);
        add("list_200", Engine.LIST, FeatureDefinition.THIRTY, main, Part.LIST200);
    }

    private void manyContents() {
        Workload workload = Workload.uniform(brief ? FEW_ENTITIES : 50, MANY_CONTENTS);
        add("exact_2000", Engine.MILLRACE, FeatureDefinition.THIRTY, workload, Part.LIST2000);
        add("list_2000", Engine.LIST, FeatureDefinition.THIRTY, workload, Part.LIST2000);
    }

    private void contents() {
        for (int contents : contentsVaried(brief)) {
            Workload workload = Workload.uniform(FEW_ENTITIES, contents);
            add("contents_" + contents, Engine.MILLRACE, FeatureDefinition.THIRTY, workload, Part.CONTENTS);
        }
    }

    private void entities() {
        for (int entities : entitiesVaried(brief)) {
            Workload workload = Workload.uniform(entities, ROUNDS);
            add("entities_" + entities, Engine.MILLRACE, FeatureDefinition.THIRTY, workload, Part.ENTITIES);
        }
    }

    /** Thirty features are the main run's. */
    private void features() {
        add("features_10", Engine.MILLRACE, FeatureDefinition.TEN, main, Part.FEATURES);
        add("features_100", Engine.MILLRACE, FeatureDefinition.HUNDRED, main, Part.FEATURES);
    }

    private void keys() {
        Workload workload = Workload.zipf(brief ? 100 : 500, CONTENTS);
        add("zipf", Engine.MILLRACE, FeatureDefinition.THIRTY, workload, Part.KEYS);
    }

    private void add(
            String name, Engine engine, FeatureDefinition definition, Workload workload, Part first, Part... others) {
        if (EnumSet.of(first, others).stream().anyMatch(parts::contains)) {
            runs.add(new FeatureRun(name, engine, definition, workload));
        }
    }

    /** Events in the longest window of each entity, ascending. */
    static List<Integer> contentsVaried(boolean brief) {
        return brief ? List.of(10, 1_000) : List.of(10, 1_000, 100_000);
    }

    /** Numbers of entities, ascending. */
    static List<Integer> entitiesVaried(boolean brief) {
        return brief ? List.of(1_000, 50_000) : List.of(10_000, 100_000, 1_000_000);
    }
}
