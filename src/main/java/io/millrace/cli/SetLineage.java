package io.millrace.cli;

import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.config.Settings;
import io.millrace.lineage.BatchJobs;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/** The making of a training set as a run that lineage is told of. */
final class SetLineage {
    private final BatchJobs jobs;
    private final ToldRun run;
    private final Records records;

    SetLineage(PipelineText text, Settings settings, Records records, PrintWriter err) {
        this.jobs = new BatchJobs(text, OutputSchemas::read);
        this.run = ToldRun.of(settings, err);
        this.records = records;
    }

    /** Writes a file and says where. */
    interface Work {
        Place write() throws IOException;
    }

    /** @param isLogged whether vectors are taken as they were logged */
    void tellSet(boolean isLogged, Work work) throws IOException {
        run.tell(() -> jobs.trainingSet(records::dataset, isLogged, Optional.empty()), () -> {
            Place file = work.write();
            return ToldRun.Done.of(() -> jobs.trainingSet(records::dataset, isLogged, Optional.of(file)));
        });
    }

    void tellEntities(Path points, Work work) throws IOException {
        DatasetName from = DatasetName.file(points);
        run.tell(() -> jobs.entities(records::dataset, from, Optional.empty()), () -> {
            Place file = work.write();
            return ToldRun.Done.of(() -> jobs.entities(records::dataset, from, Optional.of(file)));
        });
    }
}
