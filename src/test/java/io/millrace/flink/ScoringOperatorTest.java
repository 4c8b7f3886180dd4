package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches are scored when they are full or have waited, and before all that must not overtake events. */
class ScoringOperatorTest {
    private final ScoringSubtask scoring = new ScoringSubtask();

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    @Test
    void scoresAFullBatchInOneCallAndInOrder() throws Exception {
        scoring.open("a");
        scoring.send(10, 20, 30);
        assertThat(scoring.scores()).isEmpty();
        scoring.send(40);
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
        assertThat(FakeScorers.OPENED.get("a").batches).containsExactly(4);
    }

    @Test
    void retractionsEndHere() throws Exception {
        scoring.open("a");
        scoring.send(10, 20, 30);
        scoring.harness()
                .processElement1(new StreamRecord<>(PartialVector.retraction(
                        transaction("0", "c", "t", 10, START, 2, 0).event())));
        assertThat(scoring.scores()).isEmpty();
        scoring.send(40);
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
    }

    @Test
    void scoresABatchWhoseFirstEventHasWaited() throws Exception {
        scoring.open("a");
        scoring.harness().setProcessingTime(100);
        scoring.send(10);
        scoring.harness().setProcessingTime(104);
        assertThat(scoring.scores()).isEmpty();
        scoring.harness().setProcessingTime(105);
        assertThat(scoring.scores()).containsExactly(0.01f);
        scoring.send(20);
        scoring.harness().setProcessingTime(110);
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void nothingOvertakesEvents() throws Exception {
        scoring.open("a");
        scoring.send(10);
        scoring.pass(START);
        scoring.send(20);
        scoring.harness().processWatermarkStatus1(WatermarkStatus.IDLE);
        scoring.send(30);
        ((ScoringOperator) scoring.harness().getOperator())
                .processLatencyMarker1(new LatencyMarker(1, new OperatorID(), 0));
        scoring.send(40);
        scoring.flush();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);

        List<String> kinds = new ArrayList<>();
        scoring.harness()
                .getOutput()
                .forEach(element -> kinds.add(element.getClass().getSimpleName()));
        assertThat(kinds)
                .containsExactly(
                        "StreamRecord",
                        "Watermark",
                        "StreamRecord",
                        "WatermarkStatus",
                        "StreamRecord",
                        "LatencyMarker",
                        "StreamRecord");
    }

    @Test
    void aDecisionFindsNothingUnscoredAndThatDecisionsPauseIsNotTold() throws Exception {
        scoring.open("a");
        scoring.send(10);
        scoring.decide(Kind.ACTIVATE, START + 9, Share.of("c"));
        assertThat(scoring.scores()).containsExactly(0.01f);

        scoring.harness().processWatermarkStatus2(WatermarkStatus.IDLE);
        assertThat(scoring.harness().getOutput()).noneMatch(WatermarkStatus.class::isInstance);
    }

    @Test
    void theEndOfTheInputLeavesNothingBehind() throws Exception {
        scoring.open("a");
        scoring.send(10, 20);
        scoring.harness().getOperator().finish();
        assertThat(scoring.scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void allModelsAreClosedWithTheOperator() throws Exception {
        scoring.open("a");
        scoring.decide(Kind.ACTIVATE, START + 1, Share.of("c"));
        scoring.send(10, 20, 30, 40);
        assertThat(FakeScorers.open()).containsExactly("a", "c");
        scoring.close();
        assertThat(FakeScorers.open()).isEmpty();
        scoring.open("a");
    }
}
