package io.millrace.cli;

import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.explain.Explained;
import io.millrace.explain.Explainer;
import io.millrace.model.Prediction;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.replay.ModelScores;
import io.millrace.replay.Replay;
import io.millrace.replay.Replayed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Computes a prediction again, under the definition that it was made under, and explains it. */
final class ExplainDesk {
    private final ReplayDesk replays;
    private final ModelDesk decisions;
    private final FileModelStore store;

    /**
     * @param given the definition of today
     * @param records where predictions and events are kept; what was decided on models is on its topic
     */
    ExplainDesk(PipelineText given, Settings settings, Records records) {
        this.replays = new ReplayDesk(given, settings, records);
        this.decisions = new ModelDesk(PipelineCompiler.compile(given), settings);
        this.store = new FileModelStore(settings.text(Setting.MODELS_STORE));
    }

    /** Where predictions are read from. */
    ReplayDesk replays() {
        return replays;
    }

    /**
     * Explains a prediction, under the first of its definitions with which it matches; where there is none, under the first.
     *
     * @param predictions all that are kept
     * @param against digests of models to compare with
     * @throws io.millrace.config.DefinitionException where no definition of its vector is kept
     */
    Explained explain(Prediction prediction, List<Prediction> predictions, List<String> against) throws IOException {
        List<Explained> explained = new ArrayList<>();
        for (PipelineText text : replays.definitions(prediction.featureFingerprint())) {
            explained.add(explain(text, prediction, predictions, against));
            if (explained.get(explained.size() - 1).replayed().matches()) {
                return explained.get(explained.size() - 1);
            }
        }
        return explained.get(0);
    }

    private Explained explain(
            PipelineText text, Prediction prediction, List<Prediction> predictions, List<String> against)
            throws IOException {
        Pipeline pipeline = PipelineCompiler.compile(text);
        try (ModelScores scores = replays.scores(pipeline)) {
            Replay replay = new Replay(pipeline, replays.events(text, pipeline), scores);
            Replayed replayed = replay.run(List.of(prediction)).get(0);
            Explainer explainer = new Explainer(
                    pipeline,
                    new StoredModels(pipeline, store, scores),
                    timeline(prediction.featureFingerprint()),
                    new Meanings(pipeline)::of,
                    predictions);
            return explainer.explain(replayed, replay.madeFrom(prediction), against);
        }
    }

    /** Which models served the vector. */
    private Timeline timeline(String vector) {
        Timeline timeline = new Timeline();
        for (Decision decision : decisions.decisions()) {
            if (decision.vector().equals(vector)) {
                timeline.add(decision);
            }
        }
        return timeline;
    }
}
