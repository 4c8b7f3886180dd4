package io.millrace.adapter.xgboost;

import io.millrace.feedback.RankingQuality;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelStore;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Makes a pipeline's first model: trains on one span of history, measures on a later one, keeps the model with its card. */
public final class Bootstrap {
    private final Pipeline pipeline;
    private final ModelStore store;
    private final Hyperparameters hyperparameters;

    public Bootstrap(Pipeline pipeline, ModelStore store, Hyperparameters hyperparameters) {
        this.pipeline = pipeline;
        this.store = store;
        this.hyperparameters = hyperparameters;
    }

    /**
     * Trains a model and keeps it. It becomes the champion where the pipeline has none; {@link ModelStore#promote} makes it so
     * elsewhere.
     *
     * @param rows in order of time
     * @return the card that was kept
     * @throws io.millrace.config.DefinitionException when the rows are no base for a model
     */
    public ModelCard run(TrainingSpan span, Iterator<TrainingRow> rows) throws IOException {
        TrainingData data = TrainingData.collect(pipeline.name(), pipeline.inputs(), span, rows);
        try (BoostedTrees trees = BoostedTrees.train(data.training(), hyperparameters)) {
            byte[] artefact = OnnxTrees.write(SavedModel.read(trees.json()), metadata());
            ModelCard card = card(ModelDigest.of(artefact), span, data, measure(trees, data));
            store.put(artefact, card);
            promoteTheFirst(card);
            return card;
        }
    }

    private void promoteTheFirst(ModelCard card) throws IOException {
        if (!store.hasChampion(pipeline.name())) {
            store.promote(pipeline.name(), card.digest());
        }
    }

    private Map<String, String> metadata() {
        return Map.of(
                "millrace.fingerprint", pipeline.fingerprint(),
                "millrace.pipeline", pipeline.name(),
                "millrace.inputs", String.join(",", pipeline.inputs()));
    }

    private ModelCard card(String digest, TrainingSpan span, TrainingData data, Map<String, Double> metrics) {
        return new ModelCard(
                digest,
                pipeline.name(),
                pipeline.model().name(),
                pipeline.fingerprint(),
                pipeline.inputs(),
                span.from(),
                span.to(),
                data.training().rows(),
                data.training().positives(),
                hyperparameters.byName(),
                metrics);
    }

    /** Metrics that the holdout defines; without positives there, for example, there is no AUC. */
    private Map<String, Double> measure(BoostedTrees trees, TrainingData data) {
        Examples holdout = data.holdout();
        double threshold = pipeline.model().threshold();
        float[] scores = holdout.rows() == 0 ? new float[0] : trees.scores(holdout.values());
        RankingQuality quality = new RankingQuality(scores, holdout.positive());
        RankingQuality.Decisions decisions = quality.at(threshold);
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("holdout_rows", (double) quality.rows());
        metrics.put("holdout_positives", (double) quality.positives());
        metrics.put("threshold", threshold);
        metrics.put("auc", quality.auc());
        BestInput.of(data.training())
                .ifPresent(best -> metrics.put("auc_of_" + pipeline.inputs().get(best.column()), best.auc(holdout)));
        metrics.put("average_precision", quality.averagePrecision());
        metrics.put("log_loss", quality.logLoss());
        metrics.put("precision", decisions.precision());
        metrics.put("recall", decisions.recall());
        metrics.values().removeIf(metric -> metric.isNaN());
        return metrics;
    }
}
