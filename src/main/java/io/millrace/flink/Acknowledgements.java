package io.millrace.flink;

import io.millrace.model.control.Readiness.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;

/**
 * Which models the subtasks that score have loaded, known to all tasks of the job: kept by the job's master as long as that lives. What a subtask says replaces what it said of the same model before.
 */
final class Acknowledgements {
    private static final String NAME = "millrace-models";

    private final GlobalAggregateManager master;

    Acknowledgements(GlobalAggregateManager master) {
        this.master = master;
    }

    /** Those of a subtask that starts: it has nothing loaded. */
    LoadedModels.Listener of(int subtask) {
        say(Acknowledgement.begin(subtask));
        return new LoadedModels.Listener() {
            @Override
            public void ready(String digest) {
                say(Acknowledgement.ready(subtask, digest));
            }

            @Override
            public void failed(String digest, String reason) {
                say(Acknowledgement.failed(subtask, digest, reason));
            }

            @Override
            public void gone(String digest) {
                say(Acknowledgement.gone(subtask, digest));
            }
        };
    }

    /** Forgets what was said of a model, because it is about to be said anew. */
    void forget(String digest) {
        say(Acknowledgement.forget(digest));
    }

    /** How far a model is prepared among so many subtasks. */
    Preparation preparation(String digest, int subtasks) {
        return Acknowledgement.preparation(say(Acknowledgement.question(digest)), subtasks);
    }

    private String say(Acknowledgement acknowledgement) {
        try {
            return master.updateGlobalAggregate(NAME, "", acknowledgement);
        } catch (IOException e) {
            throw new UncheckedIOException("the job's master does not answer", e);
        }
    }
}
