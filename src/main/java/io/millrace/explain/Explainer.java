package io.millrace.explain;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problem;
import io.millrace.event.Event;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Method;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.model.ScoringException;
import io.millrace.model.ServedBy;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.Note;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Segments;
import io.millrace.replay.MadeFrom;
import io.millrace.replay.Replayed;
import io.millrace.testing.Explanation;
import io.millrace.testing.Explanations;
import io.millrace.testing.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Explains predictions of one definition. */
public final class Explainer {
    private final Pipeline pipeline;
    private final Models models;
    private final Timeline timeline;
    private final Function<Feature, String> meanings;
    private final List<Prediction> predictions;
    private final Explanations explanations;

    /**
     * @param pipeline the definition that the predictions were made under
     * @param timeline which models served
     * @param meanings says of a feature what it is
     * @param predictions all that are kept: what a model says on average is found from those that have the vector of the one that is explained
     */
    public Explainer(
            Pipeline pipeline,
            Models models,
            Timeline timeline,
            Function<Feature, String> meanings,
            List<Prediction> predictions) {
        this.pipeline = pipeline;
        this.models = models;
        this.timeline = timeline;
        this.meanings = meanings;
        this.predictions = List.copyOf(predictions);
        this.explanations = new Explanations(pipeline);
    }

    /**
     * Explains a prediction.
     *
     * @param madeFrom the events that it was made from; empty where its own event is not there any more
     * @param against digests of models that are to be compared with besides those that had a part then
     */
    public Explained explain(Replayed replayed, Optional<MadeFrom> madeFrom, List<String> against) throws IOException {
        Prediction prediction = replayed.prediction();
        Attribution attribution = attribution(prediction);
        List<ExplainedFeature> features = new ArrayList<>();
        for (Feature feature : features()) {
            features.add(feature(feature, prediction, madeFrom, attribution));
        }
        return new Explained(
                pipeline,
                replayed,
                model(prediction.modelDigest()),
                attribution,
                features,
                others(prediction, madeFrom.map(MadeFrom::event), against));
    }

    /** The inputs, then what they read, and what that reads. */
    private Set<Feature> features() {
        Set<Feature> features = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(pipeline.inputs());
        for (int i = 0; i < open.size(); i++) {
            String name = open.get(i);
            pipeline.features().features().stream()
                    .filter(feature -> feature.name().equals(name))
                    .filter(features::add)
                    .findFirst()
                    .ifPresent(feature -> open.addAll(pipeline.reads().getOrDefault(name, List.of())));
        }
        return features;
    }

    private ExplainedFeature feature(
            Feature feature, Prediction prediction, Optional<MadeFrom> madeFrom, Attribution attribution) {
        int input = pipeline.features().vector().indexOf(feature.slot());
        double scored = input < 0 ? Double.NaN : prediction.vector()[input];
        double replayed = madeFrom.map(made -> made.row()[feature.slot()]).orElse(scored);
        double contribution = 0;
        double error = 0;
        if (input >= 0 && attribution instanceof Attribution.Shares shares) {
            contribution = shares.values().get(input);
            error = shares.method() instanceof Method.OfScores scores
                    ? scores.errors().get(input)
                    : 0;
        }
        return new ExplainedFeature(
                feature,
                meanings.apply(feature),
                pipeline.notes().getOrDefault(feature.name(), Note.NONE),
                input < 0 ? ExplainedFeature.NO_INPUT : input,
                input < 0 ? replayed : scored,
                replayed,
                contribution,
                error,
                madeFrom.map(made -> explanation(feature, made)).orElse(null));
    }

    private Explanation explanation(Feature feature, MadeFrom made) {
        return explanations.of(feature, new Seen(made.event(), made.row()), set -> known(set, made));
    }

    private static List<Seen> known(FeatureSet set, MadeFrom made) {
        return made.known().get(set.index()).stream()
                .map(event -> new Seen(
                        event,
                        event == made.event() ? made.row() : made.features().apply(event)))
                .toList();
    }

    private Attribution attribution(Prediction prediction) throws IOException {
        if (prediction.servedBy().equals(ServedBy.DEFAULT)) {
            return new Attribution.Unavailable("no model scored it; the score is the declared fallback");
        }
        try {
            Attribution own = models.attribution(prediction.modelDigest(), prediction.vector());
            return own instanceof Attribution.Unavailable unavailable
                    ? ofScores(prediction, unavailable.reason())
                    : own;
        } catch (DefinitionException e) {
            return new Attribution.Unavailable(text(e));
        }
    }

    private Attribution ofScores(Prediction prediction, String reason) throws IOException {
        Background background = Background.of(prediction, predictions);
        if (background.predictions().isEmpty()) {
            return new Attribution.Unavailable(
                    reason + "; and no earlier prediction with this vector is there, whose scores would show it");
        }
        String digest = prediction.modelDigest();
        try {
            return new ShapleyValues(vector -> finite(models.score(digest, vector)), prediction.vector())
                    .shares(background, Background.seed(prediction), reason);
        } catch (ScoringException e) {
            return new Attribution.Unavailable(
                    reason + "; and it can't score vectors between this one and others: " + e.getMessage());
        }
    }

    private static float finite(float score) {
        if (!Float.isFinite(score)) {
            throw new ScoringException("it says " + score);
        }
        return score;
    }

    private ModelText model(String digest) throws IOException {
        try {
            ModelCard card = models.card(digest);
            return new ModelText(digest, card, "");
        } catch (DefinitionException e) {
            return new ModelText(digest, null, text(e));
        }
    }

    private List<OtherModel> others(Prediction prediction, Optional<Event> event, List<String> against)
            throws IOException {
        Segments segments = pipeline.model().segments();
        String segment =
                segments == null ? Timeline.ALL : event.map(segments::of).orElse(Timeline.ALL);
        Map<String, String> rivals =
                Rivals.of(timeline, prediction.eventTime(), segment, against, prediction.modelDigest());
        List<OtherModel> others = new ArrayList<>();
        for (Map.Entry<String, String> rival : rivals.entrySet()) {
            others.add(other(rival.getKey(), rival.getValue(), prediction.vector()));
        }
        return others;
    }

    private OtherModel other(String digest, String part, double[] vector) throws IOException {
        try {
            float score = models.score(digest, vector);
            return new OtherModel(
                    model(digest), part, score, score >= pipeline.model().threshold(), "");
        } catch (DefinitionException e) {
            return unscored(digest, part, text(e));
        } catch (ScoringException e) {
            return unscored(digest, part, String.valueOf(e.getMessage()));
        }
    }

    private OtherModel unscored(String digest, String part, String problem) throws IOException {
        return new OtherModel(model(digest), part, Float.NaN, false, problem);
    }

    private static String text(DefinitionException e) {
        return e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
