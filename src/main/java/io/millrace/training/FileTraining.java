package io.millrace.training;

import io.millrace.adapter.file.History;
import io.millrace.adapter.file.Rows;
import io.millrace.adapter.xgboost.Bootstrap;
import io.millrace.adapter.xgboost.Hyperparameters;
import io.millrace.adapter.xgboost.TrainingSpan;
import io.millrace.config.DefinitionException;
import io.millrace.content.ContentReaders;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelStore;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Trains a pipeline's model on the first part of a history of rows and measures it on the part after that. */
public final class FileTraining {
    private final Pipeline pipeline;
    private final ModelStore store;
    private final ContentReaders readers;

    /** Training for a pipeline without texts and images. */
    public FileTraining(Pipeline pipeline, ModelStore store) {
        this(pipeline, store, ContentReaders.none());
    }

    /** @param readers for the vectors of texts and images, where the pipeline has any */
    public FileTraining(Pipeline pipeline, ModelStore store, ContentReaders readers) {
        this.pipeline = pipeline;
        this.store = store;
        this.readers = readers;
    }

    /**
     * Trains, keeps the model, and makes it the champion where there is none.
     *
     * @param rows in the order of event time
     * @param train length of the part that is learnt from
     * @param holdout length of the part that is measured on; it begins when the last outcome of the first part is known
     * @throws DefinitionException when the pipeline declares no outcome or the rows are no base for a model
     */
    public ModelCard run(Rows rows, Duration train, Duration holdout) throws IOException {
        OutcomeSpec outcome = pipeline.outcome();
        if (outcome == null) {
            throw new DefinitionException(
                    pipeline.name(),
                    "the definition has no outcome, so there are no labels to learn from; declare \"outcome\"");
        }
        Duration gap = Duration.ofMillis(outcome.horizon());
        LabelledHistory history = new LabelledHistory(
                pipeline, outcome, train.plus(gap).plus(holdout).toMillis());
        new History(pipeline, rows, readers).run(history);
        if (history.isEmpty()) {
            throw new DefinitionException(
                    rows.name(),
                    "no event of source " + pipeline.scored().name() + " could be read from it (" + history.refusals()
                            + " rows refused); check the source's \"file\" section against the columns");
        }
        Instant from = Instant.ofEpochMilli(history.firstTime());
        TrainingSpan span = new TrainingSpan(from, from.plus(train), gap, holdout);
        return new Bootstrap(pipeline, store, Hyperparameters.DEFAULT)
                .run(span, history.rows().iterator());
    }
}
