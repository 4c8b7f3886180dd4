package io.millrace.explain;

import static io.millrace.flink.CardEvents.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feature.FeatureKind;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Method.OfTrees;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.Attribution.Unavailable;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.model.control.Timeline;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.ModelScores;
import io.millrace.replay.Replay;
import io.millrace.replay.Replayed;
import io.millrace.replay.SimulatedStream;
import io.millrace.replay.SumScorer;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.Explanation.Side;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Explanations of predictions of a stream with late events: the events in the windows are those that the values were made from. */
class ExplainerTest {
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int WIDTH = PIPELINE.inputs().size();
    private static final Attribution SHARES = new Shares(
            -3, IntStream.range(0, WIDTH).mapToObj(i -> i == 2 ? -1.5 : i * 0.1).toList(), true, new OfTrees());

    /** Models whose score is the sum of the vector; one of them is not there. */
    private record Sums(Attribution attribution) implements Models {
        @Override
        public ModelCard card(String digest) {
            check(digest);
            return new ModelCard(
                    digest,
                    "card-fraud",
                    "fraud <b>",
                    PIPELINE.fingerprint(),
                    PIPELINE.inputs(),
                    Instant.EPOCH,
                    Instant.EPOCH,
                    10,
                    1,
                    Map.of(),
                    Map.of("auc", 0.9));
        }

        @Override
        public float score(String digest, double[] vector) {
            check(digest);
            return digest.equals("zero") ? 0 : SumScorer.score(vector);
        }

        private static void check(String digest) {
            if (digest.equals("gone")) {
                throw new DefinitionException("store", "no model gone");
            }
        }

        @Override
        public Attribution attribution(String digest, double[] vector) {
            return attribution;
        }
    }

    private static Explained explain(
            SimulatedStream stream, int index, Timeline timeline, Attribution attribution, String... against)
            throws IOException {
        Prediction prediction = stream.predictions().get(index);
        try (ModelScores scores = new ModelScores(PIPELINE, digest -> new SumScorer(WIDTH, 0))) {
            Replay replay = new Replay(PIPELINE, AcceptedEvents.read(PIPELINE, stream), scores);
            Replayed replayed = replay.run(List.of(prediction)).get(0);
            return new Explainer(
                            PIPELINE,
                            new Sums(attribution),
                            timeline,
                            feature -> "meaning of " + feature.name(),
                            stream.predictions())
                    .explain(replayed, replay.madeFrom(prediction), List.of(against));
        }
    }

    private static Explained explain(SimulatedStream stream, int index) throws IOException {
        return explain(stream, index, new Timeline(), SHARES);
    }

    @Property(tries = 40)
    void windowsHoldTheEventsThatTheValuesWereMadeFrom(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedStream stream = new SimulatedStream(random, 300, 4, 9);

        Explained explained = explain(stream, random.nextInt(300));

        assertThat(explained.replayed().matches()).as("seed %s", seed).isTrue();
        for (ExplainedFeature feature : explained.features()) {
            assertThat(feature.isSame()).isTrue();
            if (feature.from() instanceof OfWindow window) {
                assertThat(computed(window, feature.feature().kind()))
                        .as("seed %s, %s", seed, feature.feature().name())
                        .isCloseTo(feature.value(), within(1e-9));
            } else {
                assertThat(feature.from()).isInstanceOf(OfInputs.class);
            }
        }
    }

    /** Card-fraud has counts, which are whole numbers, and averages. */
    private static double computed(OfWindow window, FeatureKind kind) {
        List<Row> inside =
                window.rows().stream().filter(row -> row.side() == Side.INSIDE).toList();
        return kind == FeatureKind.INTEGER
                ? inside.size()
                : inside.stream()
                        .mapToDouble(row -> Double.parseDouble(row.value()))
                        .average()
                        .orElse(0);
    }

    @Test
    void theInputsComeFirstAndThenWhatTheyRead() throws IOException {
        Explained explained = explain(new SimulatedStream(new Random(1), 50, NEVER, NEVER), 49);

        List<String> names = explained.features().stream()
                .map(feature -> feature.feature().name())
                .toList();
        assertThat(names.subList(0, WIDTH)).isEqualTo(PIPELINE.inputs());
        assertThat(names.subList(WIDTH, names.size()))
                .containsExactlyInAnyOrder("terminal.frauds_1d", "terminal.frauds_7d", "terminal.frauds_30d");
        assertThat(explained.features().get(WIDTH).isInput()).isFalse();
        ExplainedFeature most = explained.byContribution().get(0);
        assertThat(most.input()).isEqualTo(2);
        assertThat(most.contribution()).isEqualTo(-1.5);
        assertThat(explained.features().get(3).note().description()).isEqualTo("Transactions of the customer");
        assertThat(explained.features().get(3).meaning()).isEqualTo("meaning of card.count_1d");
    }

    @Test
    void otherModelsAreThoseWithAPartAtThatTimeAndThoseAskedFor() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 50, NEVER, NEVER);
        long time = stream.predictions().get(20).eventTime();
        Timeline timeline = new Timeline();
        timeline.add(decision(Kind.ACTIVATE, Share.of("old"), time - 3));
        timeline.add(decision(Kind.ACTIVATE, Share.of(SimulatedStream.DIGEST), time - 2));
        timeline.add(decision(Kind.SHADOW, Share.of("gone"), time - 1));
        timeline.add(decision(Kind.SPLIT, new Share("zero", 0.25), time));
        timeline.add(decision(Kind.ACTIVATE, Share.of("later"), time + 1));

        Explained explained = explain(stream, 20, timeline, SHARES, "zero", "asked");

        assertThat(explained.others())
                .extracting(other -> other.model().digest() + ": " + other.part())
                .containsExactly(
                        "zero: challenger for 25.00%, asked for",
                        "old: champion before", "gone: shadow", "asked: asked for");
        OtherModel zero = explained.others().get(0);
        assertThat(zero.score()).isZero();
        assertThat(zero.decision()).isFalse();
        OtherModel old = explained.others().get(1);
        assertThat(old.score()).isEqualTo(explained.prediction().score());
        assertThat(old.decision()).isTrue();
        assertThat(explained.others().get(2).problem()).contains("no model gone");
    }

    private static Decision decision(Kind kind, Share model, long at) {
        ModelCommand command =
                new ModelCommand(kind + model.digest(), kind, Timeline.ALL, List.of(model), at, "me", "", at);
        return new Decision(command, Verdict.ACCEPTED, "", Long.MIN_VALUE, PIPELINE.fingerprint());
    }

    @Test
    void aPredictionThatDoesNotMatchSaysSoLoudly() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 50, NEVER, NEVER);
        refuse(stream, stream.events().get(0));
        int seen = IntStream.range(1, 50)
                .filter(i -> stream.predictions().get(i).eventTime()
                        > stream.predictions().get(0).eventTime())
                .filter(i -> matches(stream, i))
                .findFirst()
                .orElseThrow();

        Explained explained = explain(stream, seen);

        assertThat(ExplainedHtml.of(explained)).contains("MISMATCH. ", "the events of topic transactions");
        JsonNode replay = json(explained).at("/replay");
        assertThat(replay.at("/matches").asBoolean(true)).isFalse();
        assertThat(replay.at("/where").asText()).startsWith("the events of topic transactions");
    }

    private static boolean matches(SimulatedStream stream, int index) {
        try {
            return !explain(stream, index).replayed().matches();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void refuse(SimulatedStream stream, Event event) {
        stream.refuse(new DeadLetter(
                "transactions",
                "transactions",
                event.partition(),
                event.offset(),
                -1,
                Reason.DUPLICATE,
                "",
                event.id(),
                null,
                null));
    }

    @Test
    void aPredictionWhoseEventIsGoneStillShowsItsVectorAndModel() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 50, NEVER, NEVER);
        refuse(stream, stream.events().get(0));

        Explained explained = explain(stream, 0);

        assertThat(explained.replayed().difference()).isInstanceOf(Replayed.NoEvent.class);
        assertThat(explained.features()).allMatch(feature -> feature.from() == null);
        assertThat(explained.features().get(0).value())
                .isEqualTo(explained.prediction().vector()[0]);
        assertThat(ExplainedHtml.of(explained)).contains("MISMATCH. ", "can&#39;t be read any more");
    }

    @Test
    void jsonHasEventsContributionsAndBits() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 50, NEVER, NEVER);
        Explained explained = explain(stream, 40);

        JsonNode json = json(explained);

        assertThat(json.at("/replay/matches").asBoolean()).isTrue();
        assertThat(json.at("/contributions/average").asDouble()).isEqualTo(-3);
        JsonNode count = json.at("/features/3");
        assertThat(count.at("/name").asText()).isEqualTo("card.count_1d");
        assertThat(count.at("/contribution").asDouble()).isEqualTo(0.1 * 3);
        assertThat(Double.longBitsToDouble(
                        Long.parseUnsignedLong(count.at("/bits").asText(), 16)))
                .isEqualTo(explained.prediction().vector()[3]);
        assertThat(count.at("/window/until").asText())
                .isEqualTo(json.at("/prediction/event_time").asText());
        List<JsonNode> events = count.at("/window/events").valueStream().toList();
        assertThat(events.stream().filter(event -> event.at("/side").asText().equals("inside")))
                .hasSize((int) explained.prediction().vector()[3])
                .allMatch(event -> event.at("/topic").asText().equals("transactions"));
        assertThat(json.at("/model/metrics/auc").asDouble()).isEqualTo(0.9);
    }

    private static JsonNode json(Explained explained) throws IOException {
        return new ObjectMapper().readTree(ExplainedJson.of(explained));
    }

    @Test
    void thePageIsCompleteInItselfAndEscapesWhatItShows() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 50, NEVER, NEVER);

        String page = ExplainedHtml.of(explain(stream, 40, new Timeline(), new Unavailable("it's a <net> & \"more\"")));

        assertThat(page)
                .contains("<td>fraud &lt;b&gt;</td>")
                .contains("The model itself does not show it: it&#39;s a &lt;net&gt; &amp; &quot;more&quot;.")
                .doesNotContain("<b>", "<net>", "<script", "src=", "href=", "http://", "https://", "url(", "@import");
        assertThat(page.split("<details>", -1))
                .hasSize(explain(stream, 40).features().size() + 1);
    }

    @Test
    void aModelThatDoesNotShowItIsExplainedByItsScores() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 150, NEVER, NEVER);
        Prediction prediction = stream.predictions().get(140);
        Background background = Background.of(prediction, stream.predictions());

        Explained explained = explain(stream, 140, new Timeline(), new Unavailable("it is no sum of trees"));

        JsonNode contributions = json(explained).at("/contributions");
        assertThat(contributions.at("/method").asText()).isEqualTo("interventional");
        assertThat(contributions.at("/unit").asText()).isEqualTo("score");
        assertThat(contributions.at("/reason").asText()).isEqualTo("it is no sum of trees");
        assertThat(contributions.at("/background/vectors").asInt())
                .isEqualTo(background.predictions().size());
        assertThat(contributions.at("/background/sha256").asText()).isEqualTo(background.hash());
        assertThat(contributions.at("/background/to").asText())
                .isEqualTo(Instant.ofEpochMilli(background.to()).toString());
        assertThat(contributions.at("/margin").asDouble()).isCloseTo(prediction.score(), within(1e-6));
        for (int i = 0; i < WIDTH; i++) {
            int input = i;
            double mean = background.predictions().stream()
                    .mapToDouble(other -> other.vector()[input])
                    .average()
                    .orElseThrow();
            JsonNode feature = json(explained).at("/features/" + i);
            assertThat(feature.at("/contribution").asDouble())
                    .as(feature.at("/name").asText())
                    .isCloseTo(prediction.vector()[i] - mean, within(1e-2));
            assertThat(feature.at("/contribution_error").asDouble(-1)).isBetween(0.0, 1e-2);
        }
        assertThat(ExplainedHtml.of(explained))
                .contains("On average over " + background.predictions().size() + " other predictions of ")
                .contains("Each contribution is a Shapley value (interventional)")
                .contains("it is no sum of trees");
    }

    @Test
    void theFirstPredictionHasNothingToBeComparedWith() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), 1, NEVER, NEVER);

        Explained explained = explain(stream, 0, new Timeline(), new Unavailable("it is no sum of trees"));

        assertThat(json(explained).at("/contributions/available").asBoolean(true))
                .isFalse();
        assertThat(ExplainedHtml.of(explained))
                .contains("Contributions are not available: it is no sum of trees; and no earlier prediction with this"
                        + " vector is there, whose scores would show it.");
    }
}
