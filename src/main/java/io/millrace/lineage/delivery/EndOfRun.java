package io.millrace.lineage.delivery;

import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobStatusHook;

/**
 * Tells how a job ended, in the JobManager: from the cluster's own word, however long after the submission that is.
 *
 * <p>Flink reads this without the job's class loader, so that it must lie in its {@code lib/}.
 *
 * @param key what the events are about
 * @param ended the event of an end
 * @param failed the event of a failure
 * @param places in the events: texts in the place of the state, the time and the cause
 */
public record EndOfRun(Destination destination, String key, String ended, String failed, Places places)
        implements JobStatusHook {
    private static final long serialVersionUID = 1;

    /** What stands in an event for what is not known yet. */
    public record Places(String state, String time, String cause) implements java.io.Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void onCreated(JobID job) {}

    @Override
    public void onFinished(JobID job) {
        send(ended, Map.of(places.state(), "COMPLETE"));
    }

    /** Names the kind of failure alone: messages may hold contents of records. */
    @Override
    public void onFailed(JobID job, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String cause = root.getClass().getName() + "; see job " + job + " in Flink";
        send(failed, Map.of(places.state(), "FAIL", places.cause(), cause));
    }

    @Override
    public void onCanceled(JobID job) {
        send(ended, Map.of(places.state(), "ABORT"));
    }

    private void send(String event, Map<String, String> known) {
        String told = event.replace(places.time(), Instant.now().toString());
        for (Map.Entry<String, String> one : known.entrySet()) {
            told = told.replace(one.getKey(), one.getValue());
        }
        new Delivery(destination).send(key, told);
    }
}
