package io.millrace.cli;

import io.millrace.adapter.kafka.ModelTopics;
import io.millrace.adapter.kafka.TopicContents;
import io.millrace.adapter.kafka.TopicWriter;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.Settings;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends commands about a pipeline's models, and reads what was decided. */
final class ModelDesk {
    private static final long POLL_MILLIS = 500;

    private final String vector;
    private final Topics topics;
    private final Settings settings;

    ModelDesk(Pipeline pipeline, Settings settings) {
        this.vector = pipeline.fingerprint();
        this.topics = Topics.of(pipeline);
        this.settings = settings;
    }

    /** What was decided, in order. */
    List<Decision> decisions() {
        return TopicContents.read(
                topics.modelDecisions(), Outputs.readDecisions(topics.modelDecisions(), settings), settings);
    }

    /** What was decided and holds for the pipeline's vector, in order. */
    List<Decision> holding() {
        return decisions().stream()
                .filter(decision -> decision.vector().equals(vector))
                .toList();
    }

    /** What was decided and holds, by event time. */
    Timeline timeline() {
        Timeline timeline = new Timeline();
        holding().forEach(timeline::add);
        return timeline;
    }

    void send(ModelCommand command) {
        ModelTopics.make(
                List.of(topics.modelCommands(), topics.modelDecisions()), topics.shadowPredictions(), settings);
        TopicWriter.write(
                topics.modelCommands(), command, Outputs.commands(topics.modelCommands(), settings), settings);
    }

    /** What came of a command; empty where nothing has within the time. */
    Optional<Decision> await(ModelCommand command, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        Optional<Decision> decision = outcome(command);
        while (decision.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(POLL_MILLIS);
            decision = outcome(command);
        }
        return decision;
    }

    private Optional<Decision> outcome(ModelCommand command) {
        return decisions().stream()
                .filter(decision -> decision.command().id().equals(command.id()) && isFinal(decision))
                .findFirst();
    }

    /** The acceptance of a preparation only says that it begins. */
    private static boolean isFinal(Decision decision) {
        return decision.command().kind() != Kind.PREPARE || decision.verdict() != Verdict.ACCEPTED;
    }
}
