package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.LakeCheckReport.Checked;
import io.millrace.cli.LakeCheckReport.Verdict;
import io.millrace.pipeline.LakeTopic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LakeCheckReportTest {
    private static final LakeTopic TOPIC = new LakeTopic("predictions", "card-fraud-predictions", Optional.empty());
    private static final PartitionCheck WHOLE = new PartitionCheck(5, 0, 0, 2, 0, 4);
    private static final PartitionCheck LACKING = new PartitionCheck(5, 1, 0, 2, 3, 4);
    private static final PartitionCheck REPEATED = new PartitionCheck(5, 0, 1, 2, 0, 4);
    private static final PartitionCheck FORGOTTEN = new PartitionCheck(5, 0, 0, 2, 3, 4);

    private static LakeCheckReport report(PartitionCheck... checks) {
        List<Checked> partitions = new ArrayList<>();
        for (PartitionCheck check : checks) {
            partitions.add(new Checked(TOPIC, partitions.size(), check));
        }
        return new LakeCheckReport("card-fraud", partitions);
    }

    @Test
    void theWorstPartitionDecides() {
        assertThat(report().verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(report(WHOLE, WHOLE).verdict()).isEqualTo(Verdict.PROVEN);
        assertThat(report(FORGOTTEN, WHOLE).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(report(LACKING, FORGOTTEN).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(report(FORGOTTEN, REPEATED).verdict()).isEqualTo(Verdict.WRONG);
        assertThat(List.of(Verdict.PROVEN.code(), Verdict.WRONG.code(), Verdict.UNPROVEN.code()))
                .containsExactly(0, 1, 2);
    }

    @Test
    void programsReadWhatPeopleRead() throws IOException {
        LakeCheckReport report = report(WHOLE, LACKING);

        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.path("pipeline").asText()).isEqualTo("card-fraud");
        assertThat(json.path("verdict").asText()).isEqualTo("WRONG");
        assertThat(json.path("partitions")).hasSize(2);
        assertThat(json.at("/partitions/1"))
                .hasToString("{\"table\":\"predictions\",\"topic\":\"card-fraud-predictions\",\"partition\":1,"
                        + "\"rows\":5,\"missing\":1,\"repeated\":0,\"marks\":2,\"unproven\":3,\"behind\":4}");
        assertThat(report.text().lines().skip(2))
                .singleElement()
                .asString()
                .matches(" *predictions +1 +5 +1 +0 +2 +3 +4");
    }
}
