package io.millrace.trainingset;

import io.millrace.feature.VectorAssembly;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.InOrder;
import io.millrace.replay.RecordPlace;
import io.millrace.replay.Replay;
import io.millrace.replay.Replayed;
import io.millrace.replay.ScoreComparison;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds the vectors of predictions as of the moment that is asked for. */
final class PointInTime {
    private final Pipeline pipeline;
    private final AcceptedEvents events;
    private final IdentityHashMap<Prediction, double[]> vectors = new IdentityHashMap<>();

    PointInTime(Pipeline pipeline, AcceptedEvents events) {
        this.pipeline = pipeline;
        this.events = events;
    }

    /** The vectors by prediction; one that can't be had is not among them. */
    IdentityHashMap<Prediction, double[]> vectors(AsOf asOf, List<Prediction> predictions) throws IOException {
        switch (asOf) {
            case PREDICTION -> predictions.forEach(prediction -> vectors.put(prediction, prediction.vector()));
            case EVENT_TIME -> asOfEventTime(predictions);
            case KNOWLEDGE -> asKnown(predictions);
        }
        return vectors;
    }

    private void asKnown(List<Prediction> predictions) throws IOException {
        Replay replay = new Replay(pipeline, events, ScoreComparison.NONE);
        for (Replayed replayed : replay.run(predictions)) {
            if (replayed.matches()) {
                replay.vector(replayed.prediction()).ifPresent(vector -> vectors.put(replayed.prediction(), vector));
            }
        }
    }

    private void asOfEventTime(List<Prediction> predictions) throws IOException {
        Map<RecordPlace, Prediction> open = new HashMap<>();
        predictions.forEach(prediction -> open.put(RecordPlace.of(prediction.trigger()), prediction));
        VectorAssembly assembly = new VectorAssembly(pipeline.features());
        InOrder.ofKept(pipeline.features(), events).run(partial -> {
            Prediction prediction = open.remove(events.placeOf(partial.event()));
            if (prediction != null) {
                vectors.put(prediction, assembly.vector(partial.row()));
            }
            return !open.isEmpty();
        });
    }
}
