package io.millrace.cli;

import io.millrace.adapter.kafka.TopicTail;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.replay.ContinuousReplay;
import io.millrace.replay.ModelScores;
import io.millrace.replay.Replayed;
import io.millrace.replay.Sampling;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Replays a share of a pipeline's predictions while they are made: reads what has been predicted, then the events up to now, then what the job has refused, so that the events of a prediction are there.
 * After each round a line of JSON goes to the one writer, and mismatches to the other.
 */
final class ReplayMonitor implements AutoCloseable {
    private static final int ROUNDS = 3;
    private static final int SHOWN = 5;

    private final ContinuousReplay replay;
    private final ModelScores scores;
    private final ReplayTally tally;
    private final List<TopicTail<Prediction>> predictions = new ArrayList<>();
    private final List<SourceTail> sources = new ArrayList<>();
    private final TopicTail<DeadLetter> deadLetters;
    private final Optional<MetricsPage> page;
    private final PrintWriter out;
    private final PrintWriter err;

    /**
     * @throws DefinitionException where the pipeline can't be replayed alone, or the port of metrics can't be had
     * @throws IOException where a model can't be read
     */
    ReplayMonitor(PipelineText text, Settings settings, ContinuousOptions options, PrintWriter out, PrintWriter err)
            throws IOException {
        Pipeline pipeline = PipelineCompiler.compile(text);
        ContinuousReplay.refusal(pipeline).ifPresent(why -> {
            throw new DefinitionException(
                    text.file(),
                    "can't be replayed while it runs: " + why + "; run millrace replay without --continuous");
        });
        this.page = options.metricsPort().map(MetricsPage::at);
        this.scores = StoredScorers.scores(pipeline, settings.text(Setting.MODELS_STORE));
        this.replay = new ContinuousReplay(pipeline, scores, new Sampling(options.share()), ROUNDS);
        this.tally = new ReplayTally(pipeline.name());
        this.out = out;
        this.err = err;
        Topics topics = Topics.of(pipeline);
        for (String topic : List.of(topics.predictions(), topics.shadowPredictions())) {
            predictions.add(TopicTail.ofNew(topic, Outputs.readPredictions(topic, settings), settings));
        }
        for (Source source : pipeline.sources()) {
            if (replay.uses(source)) {
                sources.add(SourceTail.of(text, source, settings));
            }
        }
        String letters = topics.deadLetters();
        deadLetters = TopicTail.ofAll(letters, Outputs.readDeadLetters(letters, settings), settings);
        page.ifPresent(metrics -> err.println("metrics at http://localhost:" + metrics.port() + "/metrics"));
    }

    /** Goes on for so long. */
    ReplayTally run(Duration every, Optional<Duration> length) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long next = start;
        boolean goesOn = true;
        while (goesOn) {
            goesOn =
                    length.isEmpty() || System.nanoTime() - start < length.get().toNanos();
            round();
            next = Math.max(next + every.toNanos(), System.nanoTime());
            if (goesOn) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            }
        }
        return tally;
    }

    private void round() throws IOException {
        predictions.forEach(tail -> tail.advanceValues(replay::prediction));
        sources.forEach(tail -> tail.advance(replay::event));
        deadLetters.advanceValues(replay::refused);
        List<Replayed> settled = replay.round();
        settled.forEach(tally::add);
        List<Replayed> differing =
                settled.stream().filter(one -> !one.matches()).toList();
        differing.stream().limit(SHOWN).map(ReplayText::of).forEach(err::print);
        if (differing.size() > SHOWN) {
            err.println("and " + (differing.size() - SHOWN) + " more in this round");
        }
        err.flush();
        show();
    }

    private void show() {
        ReplayTally.Moment moment =
                new ReplayTally.Moment(Instant.now(), replay.waiting(), replay.others(), replay.held());
        page.ifPresent(metrics -> metrics.show(tally.prometheus(moment)));
        out.println(tally.json(moment));
        out.flush();
    }

    @Override
    public void close() {
        predictions.forEach(TopicTail::close);
        sources.forEach(SourceTail::close);
        deadLetters.close();
        page.ifPresent(MetricsPage::close);
        scores.close();
    }
}
