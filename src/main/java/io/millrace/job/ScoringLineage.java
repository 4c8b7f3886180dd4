package io.millrace.job;

import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.lineage.Job;
import io.millrace.lineage.PipelineJobs;
import io.millrace.lineage.RunModel;
import io.millrace.model.Slot;
import java.io.IOException;
import java.util.Optional;

/**
 * The scoring job as lineage sees it.
 *
 * @param first digest of the model that it begins with
 */
record ScoringLineage(JobArguments given, String pipeline, String first) implements Submission.Described {
    /** The jobs of a pipeline. */
    static PipelineJobs jobs(JobArguments given) {
        return new PipelineJobs(
                given.pipeline(), given.settings().text(Setting.KAFKA_BOOTSTRAP_SERVERS), OutputSchemas::read);
    }

    @Override
    public Job job() {
        return jobs(given).scoring();
    }

    @Override
    public Optional<RunModel> model() throws IOException {
        FileModelStore store = new FileModelStore(given.settings().text(Setting.MODELS_STORE));
        return Optional.of(new RunModel(store.card(pipeline, first), Optional.of(Slot.CHAMPION)));
    }
}
