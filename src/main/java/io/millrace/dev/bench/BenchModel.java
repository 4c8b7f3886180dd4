package io.millrace.dev.bench;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelStore;
import io.millrace.pipeline.Pipeline;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The champion that scores in a benchmark: 100 trees of depth 6, trained once and kept for later benchmarks of the same features. */
final class BenchModel {
    private static final Duration TRAIN = Duration.ofDays(30);
    private static final Duration HOLDOUT = Duration.ofDays(30);

    private BenchModel() {}

    /** The champion of a store, if it was trained for this pipeline's vector; else a new one. */
    static ModelCard champion(Pipeline pipeline, Path directory, Rows rows) throws IOException {
        ModelStore store = new FileModelStore(directory.toUri().toString());
        if (store.hasChampion(pipeline.name())) {
            ModelCard card = store.card(pipeline.name(), store.champion(pipeline.name()));
            if (card.featureFingerprint().equals(pipeline.fingerprint())) {
                return card;
            }
        }
        ModelCard card = new FileTraining(pipeline, store).run(rows, TRAIN, HOLDOUT);
        store.promote(pipeline.name(), card.digest());
        return card;
    }
}
