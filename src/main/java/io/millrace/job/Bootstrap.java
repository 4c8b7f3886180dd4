package io.millrace.job;

import io.millrace.adapter.kafka.SourcePositions;
import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.flink.ScoringSavepoint;
import io.millrace.flink.StateFromLake;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a bootstrap has to do, as a savepoint and a definition say.
 *
 * @param ends for each source that is needed, by index, the offset behind the last record of each partition that the savepoint's job had read
 * @param maxParallelism the number of key groups that the savepoint's job has
 */
record Bootstrap(StateFromLake task, Map<Integer, Map<Integer, Long>> ends, int maxParallelism) {
    Bootstrap {
        ends = new HashMap<>(ends);
    }

    /**
     * Makes sure that state from the lake would be what the job itself would have.
     *
     * @throws DefinitionException where it would not, with each reason
     */
    static Bootstrap of(String file, Pipeline pipeline, ScoringSavepoint savepoint, Settings settings)
            throws IOException {
        Problems problems = new Problems();
        pipeline.features().sets().forEach(set -> checkWindows(file, pipeline.features(), set, problems));
        for (Source source : needed(pipeline)) {
            checkSource(file, source, savepoint, problems);
            checkDeletes(file, pipeline, source, savepoint, problems);
        }
        problems.throwIfAny();
        Map<Integer, Map<Integer, Long>> ends = new HashMap<>();
        for (Source source : needed(pipeline)) {
            ends.put(source.index(), SourcePositions.of(source.topic(), savepoint.splits(source.name())));
        }
        StateFromLake task = new StateFromLake(
                settings.text(Setting.BOOTSTRAP_FROM),
                settings.text(Setting.BOOTSTRAP_OUT),
                earliest(pipeline, savepoint),
                settings.instant(Setting.BOOTSTRAP_SINCE)
                        .map(Instant::toEpochMilli)
                        .orElse(null));
        return new Bootstrap(
                task, ends, savepoint.maxParallelism(pipeline.scored().name()));
    }

    /** Of operators that are keyed as those of the savepoint's job are. */
    int parallelism(StreamExecutionEnvironment environment) {
        return Math.min(environment.getParallelism(), maxParallelism);
    }

    /** The sources whose events are in windows, erase entities or are scored. */
    static List<Source> needed(Pipeline pipeline) {
        return pipeline.sources().stream()
                .filter(source -> source.index() == pipeline.scored().index()
                        || pipeline.features().sets().stream().anyMatch(set -> set.takes(source.index())))
                .toList();
    }

    private static void checkWindows(String file, FeaturePlan plan, FeatureSet set, Problems problems) {
        for (WindowedFeature window : set.windows()) {
            if (!set.columns().get(window.column()).reads().isEmpty()
                    || (window.by() >= 0
                            && !set.columns().get(window.by()).reads().isEmpty())) {
                problems.add(
                        file,
                        plan.features().get(window.slot()).name()
                                + " has windows over features of other sets. Its state holds those as they were scored, also where an"
                                + " event came late behind them, and the lake does not tell that; go on from the savepoint itself, and what is"
                                + " new is missing until its windows are full");
            }
        }
    }

    private static void checkSource(String file, Source source, ScoringSavepoint savepoint, Problems problems) {
        if (!savepoint.reads(source.name())) {
            problems.add(
                    file,
                    "source " + source.name()
                            + " was not read by the savepoint's job, so that nothing says where its events from the lake end; let the job"
                            + " read it first");
        }
    }

    private static void checkDeletes(
            String file, Pipeline pipeline, Source source, ScoringSavepoint savepoint, Problems problems)
            throws IOException {
        if (!source.deletes()) {
            if (savepoint.deletes(source.name())) {
                problems.add(
                        file,
                        "source " + source.name()
                                + " does not declare deletes, and the savepoint's job did: what was deleted would be back in windows; declare"
                                + " deletes");
            }
            return;
        }
        for (FeatureSet set : pipeline.features().sets()) {
            List<String> fields = savepoint.unremembered(source, set);
            if (!fields.isEmpty()) {
                problems.add(
                        file,
                        "feature set " + set.name() + " finds its entities by " + fields + " of source " + source.name()
                                + ", which the savepoint's job did not read: of events that may still be deleted it does not remember them, and"
                                + " could not take them out of the set; go on from the savepoint itself, and what is new is missing until its"
                                + " windows are full");
            }
        }
    }

    /** The job accepts no event that is later than declared, and evaluates those that wait. */
    private static long earliest(Pipeline pipeline, ScoringSavepoint savepoint) throws IOException {
        long late = pipeline.features().late();
        long reached = savepoint.watermark(pipeline.scored().name());
        for (FeatureSet set : pipeline.features().sets()) {
            if (set.erasing() != FeatureSet.NONE) {
                reached = Math.min(
                        reached,
                        savepoint.watermark(
                                pipeline.sources().get(set.erasing()).name()));
            }
        }
        long accepted = reached < Long.MIN_VALUE + late ? Long.MIN_VALUE : reached - late;
        return Math.min(accepted, savepoint.waiting(pipeline).earliest());
    }
}
