package io.millrace.dev.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final String CHECKED = """
            {"pipeline": "card-fraud", "verdict": "WRONG", "partitions": [
              {"table": "events_transactions", "partition": 0, "rows": 6, "missing": 1, "repeated": 0, "marks": 9, "unproven": 4, "behind": 5},
              {"table": "predictions", "partition": 0, "rows": 4, "missing": 0, "repeated": 2, "marks": 9, "unproven": 0, "behind": 7}]}
            """;

    @Test
    void partitionsAreAddedUp() {
        assertThat(Commands.LakeCheck.of(1, CHECKED, ""))
                .isEqualTo(new Commands.LakeCheck(false, 10, 1, 2, 4, 12, CHECKED));
        assertThat(Commands.LakeCheck.of(0, CHECKED, "").proven()).isTrue();
    }

    @Test
    void whatIsNoReportProvesNothing() {
        for (String out : List.of("", "no lake\n", "{}", "{\"partitions\": []}")) {
            assertThat(Commands.LakeCheck.of(0, out, "!"))
                    .isEqualTo(new Commands.LakeCheck(false, 0, 0, 0, 0, 0, out + "!"));
            assertThat(Commands.Replay.of(2, out)).isEqualTo(new Commands.Replay(2, 0, 0, out));
        }
    }

    @Test
    void predictionsThatDoNotMatchDiffer() {
        assertThat(Commands.Replay.of(1, "DIFFERS\n3 of 5 predictions match to the bit\n")
                        .differing())
                .isEqualTo(2);
    }

    @Test
    void aCommandGetsItsPipelineAndSaysWhatIsWrong() {
        assertThat(new Commands(List.of("--pipeline", "nowhere/pipeline.yaml"))
                        .checkLake()
                        .text())
                .contains("nowhere/pipeline.yaml");
    }
}
