package io.millrace.model.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Readiness.Preparation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelControlTest {
    private static final long LEAD = 100;

    private final Map<String, Preparation> ready = new HashMap<>();
    private final ModelControl control = new ModelControl(LEAD, "v1", Long.MIN_VALUE, List.of());
    private int commands;

    private Preparation of(String digest) {
        return ready.getOrDefault(digest, new Preparation(2, "", 2));
    }

    private ModelCommand command(Kind kind, long at, Share... models) {
        return new ModelCommand("c" + commands++, kind, "", List.of(models), at, "ada", "", 0);
    }

    private Decision decide(Kind kind, long at, Share... models) {
        return control.decide(command(kind, at, models), this::of).orElseThrow();
    }

    private Lineup at(long time) {
        Timeline timeline = new Timeline();
        control.decisions().forEach(timeline::add);
        return timeline.at(time, "");
    }

    @Test
    void anActivationHoldsFromItsTimeOn() {
        control.begin("a", 0);
        decide(Kind.ACTIVATE, 500, Share.of("b"));

        assertThat(at(499).champion()).isEqualTo("a");
        assertThat(at(500).champion()).isEqualTo("b");
        assertThat(at(500).lastGood()).isEqualTo("a");
        assertThat(at(-1_000_000_000_000L).champion()).isEqualTo("a");
    }

    @Test
    void nothingIsDecidedWithinTheHorizon() {
        control.begin("a", 0);
        assertThat(control.reach(1000)).isTrue();
        assertThat(control.reach(900)).isFalse();

        Decision late = decide(Kind.ACTIVATE, 1100, Share.of("b"));
        assertThat(late.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(late.detail())
                .isEqualTo(
                        "event time 1970-01-01T00:00:01.100Z is too early: what serves up to 1970-01-01T00:00:01.100Z has been decided;"
                                + " give a later time, or none for as soon as possible");
        assertThat(decide(Kind.ACTIVATE, 1101, Share.of("b")).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(at(1100).champion()).isEqualTo("a");
    }

    @Test
    void soonIsRightBehindTheHorizon() {
        control.begin("a", 0);
        control.reach(1000);
        Decision soon = decide(Kind.ACTIVATE, ModelCommand.SOON, Share.of("b"));
        assertThat(soon.command().at()).isEqualTo(1101);
        assertThat(soon.verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void aModelThatIsNotPreparedEverywhereIsRefused() {
        ready.put("b", new Preparation(1, "", 2));
        assertThat(decide(Kind.ACTIVATE, 500, Share.of("b")).detail())
                .isEqualTo(
                        "model b is not prepared: 1 of 2 subtasks have it loaded; prepare it first, and wait until all have it");
        ready.put("b", new Preparation(1, "subtask 2: it is corrupt", 2));
        assertThat(decide(Kind.SHADOW, 500, Share.of("a"), Share.of("b")).detail())
                .contains("model b is not prepared: subtask 2: it is corrupt");
    }

    @Test
    void aModelThatWasPreparedForAnEarlierLifeIsToBePreparedAgain() {
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("b"));
        control.prepared(this::of);
        ready.put("b", new Preparation(0, "", 2));
        assertThat(decide(Kind.ACTIVATE, 500, Share.of("b")).detail())
                .isEqualTo(
                        "model b is not prepared: 0 of 2 subtasks have it loaded, though all were told to load it; if the job has"
                                + " started again since, prepare it again, and wait until all have it");
        decide(Kind.RETIRE, 500, Share.of("b"));
        assertThat(decide(Kind.ACTIVATE, 500, Share.of("b")).detail())
                .isEqualTo(
                        "model b is not prepared: 0 of 2 subtasks have it loaded; prepare it first, and wait until all have it");
    }

    @Test
    void saysWhereThePromotionInTheStoreHasNoEffect() {
        control.begin("a", 0);
        assertThat(control.withoutEffect("a")).isEmpty();
        decide(Kind.ACTIVATE, 500, Share.of("b"));
        assertThat(control.withoutEffect("b")).isEmpty();
        assertThat(control.withoutEffect("a")).as("the pipeline began with it").isEmpty();
        assertThat(control.withoutEffect("c"))
                .isEqualTo(
                        "model c is the store's champion, or the one that models.digest names, but model b serves, as was"
                                + " decided: that a model is promoted in the store has an effect only on a pipeline that is"
                                + " started for the first time with a vector; to have it serve: millrace models prepare c,"
                                + " then millrace models activate c");
        ModelControl other = new ModelControl(LEAD, "v2", control.horizon(), control.decisions());
        assertThat(other.withoutEffect("c"))
                .as("nothing was decided for this vector")
                .isEmpty();
    }

    @Test
    void aCommandIsDecidedOnOnce() {
        ModelCommand command = command(Kind.ACTIVATE, 500, Share.of("b"));
        assertThat(control.decide(command, this::of)).isPresent();
        assertThat(control.decide(command, this::of)).isEmpty();

        ModelControl restored = new ModelControl(LEAD, "v1", control.horizon(), control.decisions());
        assertThat(restored.decide(command, this::of)).isEmpty();
        assertThat(restored.decisions()).isEqualTo(control.decisions());
    }

    @Test
    void preparationsEndWhenAllHaveTheModelOrOneFails() {
        ready.put("b", new Preparation(0, "", 2));
        ready.put("c", new Preparation(0, "", 2));
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("b"));
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("c"));
        assertThat(control.prepared(this::of)).isEmpty();
        assertThat(control.isPreparing()).isTrue();

        ready.put("b", new Preparation(2, "", 2));
        ready.put("c", new Preparation(1, "subtask 1: too wide", 2));
        assertThat(control.prepared(this::of))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.PREPARED, Verdict.NOT_PREPARED);
        assertThat(control.isPreparing()).isFalse();
        assertThat(control.wanted()).containsExactly("b");
    }

    @Test
    void challengersTakeTheirSharesInOrder() {
        control.begin("a", 0);
        decide(Kind.SPLIT, 500, new Share("b", 0.1), new Share("c", 0.2));

        assertThat(at(499).challenger(0)).isNull();
        assertThat(at(500).challenger(0)).isEqualTo("b");
        assertThat(at(500).challenger(0.0999)).isEqualTo("b");
        assertThat(at(500).challenger(0.1)).isEqualTo("c");
        assertThat(at(500).challenger(0.31)).isNull();
        assertThat(decide(Kind.SPLIT, 600, new Share("b", 0.6), new Share("c", 0.5))
                        .detail())
                .isEqualTo("its shares sum up to 1.1; expected at most 1");
        assertThat(decide(Kind.SPLIT, 600, new Share("b", 0.1), new Share("b", 0.1))
                        .detail())
                .isEqualTo("it names a model twice; name each once");
    }

    @Test
    void whoIsPromotedIsNoChallengerNorShadowAnyMore() {
        control.begin("a", 0);
        decide(Kind.SPLIT, 500, new Share("b", 0.1), new Share("c", 0.2));
        decide(Kind.SHADOW, 500, Share.of("b"), Share.of("d"));
        decide(Kind.ACTIVATE, 600, Share.of("b"));
        assertThat(at(600)).isEqualTo(new Lineup("b", "a", List.of(new Share("c", 0.2)), List.of("d")));
    }

    @Test
    void theChampionBeforeStaysWhereTheChampionIsActivatedAgain() {
        control.begin("a", 0);
        decide(Kind.ACTIVATE, 500, Share.of("b"));
        decide(Kind.ACTIVATE, 600, Share.of("b"));
        assertThat(at(600)).isEqualTo(new Lineup("b", "a", List.of(), List.of()));
    }

    @Test
    void aChangeBetweenOthersLeavesThoseBehindItStanding() {
        control.begin("a", 0);
        decide(Kind.ACTIVATE, 900, Share.of("c"));
        decide(Kind.ACTIVATE, 500, Share.of("b"));

        assertThat(at(600).champion()).isEqualTo("b");
        assertThat(at(900)).isEqualTo(new Lineup("c", "b", List.of(), List.of()));
    }

    @Test
    void ofTwoChangesAtOneTimeTheLaterDecisionHolds() {
        decide(Kind.ACTIVATE, 500, Share.of("b"));
        decide(Kind.ACTIVATE, 500, Share.of("c"));
        assertThat(at(500).champion()).isEqualTo("c");
    }

    @Test
    void championsAreNotRetired() {
        control.begin("a", 0);
        decide(Kind.ACTIVATE, 900, Share.of("b"));
        assertThat(decide(Kind.RETIRE, 500, Share.of("b")).detail())
                .isEqualTo("model b is the champion at 1970-01-01T00:00:00.500Z or later; activate another one first");
        assertThat(decide(Kind.RETIRE, 950, Share.of("a")).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(at(950).lastGood()).isNull();
        assertThat(at(949).lastGood()).isEqualTo("a");
    }

    @Test
    void aSegmentHasItsOwnFromItsFirstActivationOn() {
        control.begin("a", 0);
        ModelCommand german = new ModelCommand("de", Kind.ACTIVATE, "DE", List.of(Share.of("b")), 500, "ada", "", 0);
        control.decide(german, this::of);
        Timeline timeline = new Timeline();
        control.decisions().forEach(timeline::add);

        assertThat(timeline.at(499, "DE").champion()).isEqualTo("a");
        assertThat(timeline.at(500, "DE").champion()).isEqualTo("b");
        assertThat(timeline.at(500, "FR").champion()).isEqualTo("a");
    }

    @Test
    void whatHasLostItsPartIsWantedNoMore() {
        control.begin("a", 0);
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("x"));
        decide(Kind.ACTIVATE, 500, Share.of("b"));
        decide(Kind.ACTIVATE, 600, Share.of("c"));
        assertThat(control.wanted()).containsExactlyInAnyOrder("a", "b", "c", "x");
        control.reach(1000);
        assertThat(control.wanted()).containsExactlyInAnyOrder("b", "c", "x");
        decide(Kind.RETIRE, 5000, Share.of("x"));
        assertThat(control.wanted()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void whatServedBeforeAndIsPreparedAgainIsWantedAgain() {
        control.begin("a", 0);
        decide(Kind.ACTIVATE, 500, Share.of("b"));
        decide(Kind.ACTIVATE, 600, Share.of("c"));
        control.reach(1000);
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("a"));
        assertThat(control.wanted()).containsExactlyInAnyOrder("a", "b", "c");
        control.prepared(this::of);
        assertThat(control.wanted()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aPreparationEndsWhereItsModelIsRetiredMeanwhile() {
        control.begin("a", 0);
        ready.put("b", new Preparation(1, "", 2));
        decide(Kind.PREPARE, ModelCommand.SOON, Share.of("b"));
        decide(Kind.RETIRE, 500, Share.of("b"));
        assertThat(control.prepared(this::of)).singleElement().satisfies(ended -> {
            assertThat(ended.verdict()).isEqualTo(Verdict.NOT_PREPARED);
            assertThat(ended.detail()).isEqualTo("it was retired meanwhile");
        });
        assertThat(control.isPreparing()).isFalse();
    }

    @Test
    void decisionsHoldForTheVectorThatTheyWereMadeForAlone() {
        control.begin("a", 0);
        ModelCommand command = command(Kind.ACTIVATE, 500, Share.of("b"));
        control.decide(command, this::of);

        ModelControl other = new ModelControl(LEAD, "v2", control.horizon(), control.decisions());
        assertThat(other.hasChampion()).isFalse();
        assertThat(other.wanted()).isEmpty();
        assertThat(other.holding()).isEmpty();
        assertThat(other.decide(command, this::of)).as("it was decided on").isEmpty();
        other.begin("n", 0);
        assertThat(other.holding()).hasSize(1);
        assertThat(other.wanted()).containsExactly("n");

        ModelControl back = new ModelControl(LEAD, "v1", other.horizon(), other.decisions());
        assertThat(back.holding()).isEqualTo(control.decisions());
    }

    @Test
    void commandsOfAWrongShapeAreRefused() {
        assertThat(decide(Kind.ACTIVATE, 500).detail()).isEqualTo("it names 0 models; expected one");
        assertThat(decide(Kind.PREPARE, 500, Share.of("a"), Share.of("b")).detail())
                .isEqualTo("it names 2 models; expected one");
    }
}
