package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JobReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void readsSizesAndDurationsOfCheckpoints() throws Exception {
        JsonNode job = JSON.readTree("{\"jid\": \"a\", \"state\": \"RUNNING\", \"start-time\": 1700000000123}");
        JsonNode checkpoints = JSON.readTree("""
                {"counts": {"completed": 3, "failed": 1, "in_progress": 0},
                 "summary": {
                   "checkpointed_size": {"min": 1, "max": 4194304, "avg": 2097152},
                   "state_size": {"min": 1, "max": 8388608, "avg": 5},
                   "end_to_end_duration": {"min": 9, "max": 90, "avg": 30}}}
                """);

        assertThat(JobReport.of(job, checkpoints)).isEqualTo(new JobReport(1700000000123L, 3, 1, 2, 8, 30, 90));
    }

    @Test
    void countsNothingWhereThereWasNoCheckpoint() throws Exception {
        JsonNode checkpoints = JSON.readTree(
                "{\"counts\": {\"completed\": 0}, \"summary\": {\"checkpointed_size\": {\"avg\": \"NaN\"}}}");

        assertThat(JobReport.of(JSON.readTree("{}"), checkpoints)).isEqualTo(new JobReport(0, 0, 0, 0, 0, 0, 0));
    }
}
