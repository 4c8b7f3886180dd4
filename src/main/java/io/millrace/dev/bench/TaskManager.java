package io.millrace.dev.bench;

import io.millrace.dev.Stack;
import io.millrace.dev.Waiting;
import java.util.List;

/** The stack's one TaskManager, which is a new process for each job, so that its CPU time and memory are that job's alone. */
final class TaskManager {
    private final Stack stack;

    /** @param stack which has no TaskManager yet */
    TaskManager(Stack stack) {
        this.stack = stack;
    }

    /** Starts a process and returns what it uses; its slots are free. */
    ProcessUsage start() {
        List<ProcessHandle> before = stack.processes();
        stack.flink().startTaskManager(1);
        List<ProcessHandle> started = stack.processes().stream()
                .filter(process -> !before.contains(process))
                .toList();
        if (started.size() != 1) {
            throw new BenchException("Expected one new process of the TaskManager; found " + started.size());
        }
        return new ProcessUsage(started.get(0).pid());
    }

    /** Ends the process and returns when the JobManager knows. */
    void end() {
        stack.flink().killTaskManager(1);
        Waiting.until(
                "the JobManager misses its TaskManager",
                () -> stack.flink().rest().overview().taskManagers() == 0);
    }
}
