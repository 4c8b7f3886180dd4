package io.millrace.dev.proof;

import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.RootCause;
import io.millrace.dev.Stack;
import io.millrace.dev.StackException;
import io.millrace.dev.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scoring job and the lake's job of a proof. Used by one thread. */
final class ProofJobs {
    private static final String SCORING = "io.millrace.job.ScoringJob";
    private static final String LAKE = "io.millrace.job.LakeJob";
    private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED", "SUSPENDED");

    /** The parallelism of the scoring job goes up and down between these, and that of the lake's job down and up. */
    private static final int FEW = 2;

    private static final int MANY = 3;

    /** What both jobs need at any time. */
    static final int SLOTS = FEW + MANY;

    private final Stack stack;
    private final JobJars jars;
    private final List<String> arguments;
    private int parallelism = FEW;
    private String scoring;
    private String lake;

    /** Submits both. */
    ProofJobs(Stack stack, JobJars jars, List<String> arguments) {
        this.stack = stack;
        this.jars = jars;
        this.arguments = List.copyOf(arguments);
        this.scoring = submit(job(SCORING, parallelism));
        this.lake = submit(job(LAKE, other()));
    }

    private int other() {
        return FEW + MANY - parallelism;
    }

    private JobSubmission job(String main, int subtasks) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--set", "parallelism=" + subtasks));
        return new JobSubmission(jars.job(), main, all);
    }

    private String submit(JobSubmission job) {
        return stack.flink().client().submit(job);
    }

    void disturb(Disturbance.Kind kind) {
        switch (kind) {
            case KILL -> kill();
            case RESCALING -> rescale();
        }
    }

    private void kill() {
        stack.flink().killTaskManager(1);
        stack.flink().startTaskManager(1);
    }

    private void rescale() {
        Waiting.until("the scoring job runs", () -> rest().running(scoring));
        String savepoint = rest().stopWithSavepoint(scoring);
        rest().cancel(lake);
        parallelism = other();
        scoring = submit(job(SCORING, parallelism).restoredFrom(savepoint));
        lake = submit(job(LAKE, other()));
    }

    /** Of the scoring job. */
    int parallelism() {
        return parallelism;
    }

    /** @throws StackException where a job has ended by itself */
    void check() {
        Map.of(SCORING, scoring, LAKE, lake).forEach((name, id) -> {
            String state = rest().state(id);
            if (ENDED.contains(state)) {
                throw new StackException(name + " runs no more, its state is " + state + ": "
                        + rest().failure(id).map(RootCause::of).orElse("nothing is known of a failure"));
            }
        });
    }

    void cancel() {
        rest().cancel(scoring);
        rest().cancel(lake);
    }

    private FlinkRest rest() {
        return stack.flink().rest();
    }
}
