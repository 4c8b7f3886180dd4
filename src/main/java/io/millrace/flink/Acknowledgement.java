package io.millrace.flink;

import io.millrace.model.control.Readiness.Preparation;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * Something that a subtask says of a model, or a question: the job's master applies it to what all have said, by digest and subtask. What the master keeps and what passes to it and back besides this object is of the JDK's
 * classes, which every process knows.
 *
 * <p>The answer has a line for each subtask that has said something of the model: its number, a tab, and where it failed the reason.
 */
final class Acknowledgement implements AggregateFunction<String, Map<String, Map<Integer, String>>, String> {
    private static final long serialVersionUID = 1;

    private static final char TAB = '\t';
    private static final int NOBODY = -1;

    private enum Verb {
        BEGIN,
        SAY,
        GONE,
        FORGET,
        ASK
    }

    private final Verb verb;
    private final int subtask;
    private final String digest;
    private final String reason;

    private Acknowledgement(Verb verb, int subtask, String digest, String reason) {
        this.verb = verb;
        this.subtask = subtask;
        this.digest = digest;
        this.reason = reason;
    }

    static Acknowledgement begin(int subtask) {
        return new Acknowledgement(Verb.BEGIN, subtask, "", "");
    }

    static Acknowledgement ready(int subtask, String digest) {
        return new Acknowledgement(Verb.SAY, subtask, digest, "");
    }

    static Acknowledgement failed(int subtask, String digest, String reason) {
        String line = reason.replaceAll("\\s+", " ").strip();
        return new Acknowledgement(Verb.SAY, subtask, digest, line.isEmpty() ? "it failed" : line);
    }

    static Acknowledgement gone(int subtask, String digest) {
        return new Acknowledgement(Verb.GONE, subtask, digest, "");
    }

    static Acknowledgement forget(String digest) {
        return new Acknowledgement(Verb.FORGET, NOBODY, digest, "");
    }

    static Acknowledgement question(String digest) {
        return new Acknowledgement(Verb.ASK, NOBODY, digest, "");
    }

    /** What an answer means among so many subtasks. */
    static Preparation preparation(String answer, int subtasks) {
        int ready = 0;
        String failed = "";
        for (String line : answer.lines().toList()) {
            int tab = line.indexOf(TAB);
            int subtask = Integer.parseInt(line.substring(0, tab));
            String reason = line.substring(tab + 1);
            if (subtask < subtasks && reason.isEmpty()) {
                ready++;
            } else if (subtask < subtasks && failed.isEmpty()) {
                failed = "subtask " + (subtask + 1) + " of " + subtasks + ": " + reason;
            }
        }
        return new Preparation(ready, failed, subtasks);
    }

    @Override
    public Map<String, Map<Integer, String>> createAccumulator() {
        return new TreeMap<>();
    }

    @Override
    public Map<String, Map<Integer, String>> add(String nothing, Map<String, Map<Integer, String>> said) {
        switch (verb) {
            case BEGIN -> said.values().forEach(bySubtask -> bySubtask.remove(subtask));
            case SAY -> said.computeIfAbsent(digest, name -> new TreeMap<>()).put(subtask, reason);
            case GONE -> said.getOrDefault(digest, new TreeMap<>()).remove(subtask);
            case FORGET -> said.remove(digest);
            case ASK -> {}
        }
        return said;
    }

    @Override
    public String getResult(Map<String, Map<Integer, String>> said) {
        Map<Integer, String> bySubtask = said.getOrDefault(digest, new TreeMap<>());
        StringBuilder answer = new StringBuilder();
        bySubtask.forEach(
                (who, why) -> answer.append(who).append(TAB).append(why).append('\n'));
        return answer.toString();
    }

    @Override
    public Map<String, Map<Integer, String>> merge(
            Map<String, Map<Integer, String>> one, Map<String, Map<Integer, String>> other) {
        other.forEach((model, bySubtask) ->
                one.computeIfAbsent(model, name -> new TreeMap<>()).putAll(bySubtask));
        return one;
    }
}
