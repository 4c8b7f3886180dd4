package io.millrace.cli;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.lineage.Lineage;
import io.millrace.config.Settings;
import io.millrace.lineage.Job;
import io.millrace.lineage.RunModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A command as a run of a job, told to the lineage back-end where settings want that; what can't be delivered leaves the command alone. */
final class ToldRun {
    private final Optional<Lineage> lineage;
    private final PrintWriter err;
    private final UUID run = UUID.randomUUID();

    private ToldRun(Optional<Lineage> lineage, PrintWriter err) {
        this.lineage = lineage;
        this.err = err;
    }

    /** What a command does, and how it looks to lineage when it is done. */
    interface Work {
        Done run() throws IOException;
    }

    /**
     * The end of a run.
     *
     * @param job with what it wrote; asked for only where it is told
     * @param model that it made
     */
    record Done(Supplier<Job> job, Optional<RunModel> model) {
        /** Of a run that made no model. */
        static Done of(Supplier<Job> job) {
            return new Done(job, Optional.empty());
        }
    }

    /** A run that nobody is told of. */
    static ToldRun silent(PrintWriter err) {
        return new ToldRun(Optional.empty(), err);
    }

    /** A run that is told where the settings say. */
    static ToldRun of(Settings settings, PrintWriter err) {
        return new ToldRun(Lineage.of(settings, KafkaClients.producer(settings)), err);
    }

    /**
     * Tells that the run begins, works, and tells how it ended.
     *
     * @param begun the job as far as it is known when it begins; asked for only where it is told
     */
    void tell(Supplier<Job> begun, Work work) throws IOException {
        Optional<Job> job = lineage.flatMap(to -> described(to, begun));
        if (lineage.isEmpty() || job.isEmpty()) {
            Done unused = work.run();
            return;
        }
        tell(lineage.get(), job.get(), work);
    }

    private void tell(Lineage to, Job job, Work work) throws IOException {
        to.start(run, job, Optional.empty());
        Done done;
        try {
            done = work.run();
        } catch (IOException | RuntimeException e) {
            to.fail(run, job, e);
            throw e;
        }
        to.complete(run, described(to, done.job()).orElse(job), done.model());
    }

    private Optional<Job> described(Lineage to, Supplier<Job> job) {
        try {
            return Optional.of(job.get());
        } catch (RuntimeException e) {
            err.println("lineage of this run can't be told to " + to.place() + " (" + e.getMessage()
                    + "); the command goes on without");
            return Optional.empty();
        }
    }
}
