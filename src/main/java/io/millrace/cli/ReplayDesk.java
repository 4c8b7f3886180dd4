package io.millrace.cli;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileDefinitionStore;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.model.EnsembleScorer;
import io.millrace.model.ModelInputs;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.ModelScores;
import io.millrace.replay.Replay;
import io.millrace.replay.Replayed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the predictions of a pipeline and computes them again, each under the definition that it was made under. */
final class ReplayDesk {
    private final PipelineText given;
    private final Pipeline pipeline;
    private final Settings settings;
    private final String store;
    private final Records records;

    /**
     * @param given the definition of today
     * @param records where predictions and events are kept
     */
    ReplayDesk(PipelineText given, Settings settings, Records records) {
        this.given = given;
        this.pipeline = PipelineCompiler.compile(given);
        this.settings = settings;
        this.store = settings.text(Setting.MODELS_STORE);
        this.records = records;
    }

    /** Where predictions are read from. */
    String place() {
        return records.place(predictionTopics().get(0));
    }

    private List<LakeTopic> predictionTopics() {
        return LakeTopic.of(pipeline).stream()
                .filter(topic -> topic.table().equals(LakeTopic.PREDICTIONS)
                        || topic.table().equals(LakeTopic.SHADOW_PREDICTIONS))
                .toList();
    }

    /** All that are there, those of shadows included. */
    List<Prediction> predictions() throws IOException {
        List<Prediction> all = new ArrayList<>();
        for (LakeTopic topic : predictionTopics()) {
            records.read(topic, Outputs.readPredictions(topic.topic(), settings), all::add);
        }
        return all;
    }

    /** @throws DefinitionException where a definition or a model is not kept */
    List<Replayed> replay(List<Prediction> predictions) throws IOException {
        Map<String, List<Prediction>> byVector = new LinkedHashMap<>();
        predictions.forEach(
                prediction -> byVector.computeIfAbsent(prediction.featureFingerprint(), vector -> new ArrayList<>())
                        .add(prediction));
        List<Replayed> all = new ArrayList<>();
        for (Map.Entry<String, List<Prediction>> entry : byVector.entrySet()) {
            all.addAll(replay(entry.getValue(), definitions(entry.getKey())));
        }
        return all;
    }

    /** The definitions of a vector: one may keep more of an entity than another, so that their windows hold other events. */
    List<PipelineText> definitions(String vector) throws IOException {
        List<PipelineText> texts = new ArrayList<>();
        if (vector.equals(pipeline.fingerprint())) {
            texts.add(given);
        }
        texts.addAll(new FileDefinitionStore(store).definitions(pipeline.name(), vector));
        if (texts.isEmpty()) {
            throw new DefinitionException(
                    store,
                    "no definition with the vector " + vector + " of pipeline " + pipeline.name()
                            + " is kept here; give the one that the predictions were made under with --pipeline");
        }
        return texts;
    }

    private List<Replayed> replay(List<Prediction> predictions, List<PipelineText> texts) throws IOException {
        List<Replayed> done = replay(predictions, texts.get(0));
        for (PipelineText other : texts.subList(1, texts.size())) {
            List<Prediction> differing = done.stream()
                    .filter(one -> !one.matches())
                    .map(Replayed::prediction)
                    .toList();
            if (!differing.isEmpty()) {
                done = merged(done, replay(differing, other));
            }
        }
        return done;
    }

    /** What matches under another definition takes the place of what did not. */
    private static List<Replayed> merged(List<Replayed> done, List<Replayed> again) {
        Map<String, Replayed> matching = new HashMap<>();
        again.stream()
                .filter(Replayed::matches)
                .forEach(one -> matching.put(one.prediction().id(), one));
        return done.stream()
                .map(known -> matching.getOrDefault(known.prediction().id(), known))
                .toList();
    }

    private List<Replayed> replay(List<Prediction> predictions, PipelineText text) throws IOException {
        Pipeline compiled = PipelineCompiler.compile(text);
        try (ModelScores scores = scores(compiled)) {
            return new Replay(compiled, events(text, compiled), scores).run(predictions);
        }
    }

    /** The events that the job took in. */
    AcceptedEvents events(PipelineText text, Pipeline compiled) throws IOException {
        return AcceptedEvents.read(compiled, new KeptEvents(text, compiled, settings, records));
    }

    /** Scores vectors with the models that are kept. */
    ModelScores scores(Pipeline compiled) {
        return new ModelScores(compiled, digest -> scorer(compiled, digest));
    }

    private Scorer scorer(Pipeline compiled, String digest) throws IOException {
        byte[] artefact = new FileModelStore(store).artefact(compiled.name(), digest);
        if (EnsembleJson.isEnsemble(artefact)) {
            return EnsembleScorer.open(
                    EnsembleJson.read(artefact, "model " + digest), member -> scorer(compiled, member));
        }
        ModelInputs inputs = new ModelInputs(compiled.fingerprint(), compiled.inputs());
        return OnnxScorer.open(artefact, digest, inputs, 1, null);
    }
}
