package io.millrace.model.control;

/** Port: whether every subtask can score with a model. */
public interface Readiness {
    /** How the preparation of a model stands. */
    Preparation of(String digest);

    /**
     * How far a preparation has come.
     *
     * @param ready subtasks that have the model loaded
     * @param failed what a subtask says that can't use it; empty where none
     * @param all how many subtasks there are
     */
    record Preparation(int ready, String failed, int all) {
        public boolean isComplete() {
            return ready == all && failed.isEmpty();
        }

        String describe() {
            return failed.isEmpty() ? ready + " of " + all + " subtasks have it loaded" : failed;
        }
    }
}
