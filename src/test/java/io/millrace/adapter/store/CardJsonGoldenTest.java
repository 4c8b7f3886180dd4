package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CardJsonGoldenTest {
    private static final String GOLDEN = """
            {
              "digest" : "beef",
              "pipeline" : "card-fraud",
              "model" : "fraud",
              "featureFingerprint" : "f00d",
              "inputs" : [ "transaction.amount", "card.count_1d" ],
              "trainedFrom" : "2018-04-01T00:00:00Z",
              "trainedTo" : "2018-07-01T00:00:00Z",
              "rows" : 870000,
              "positives" : 7000,
              "parameters" : {
                "eta" : "0.1",
                "max_depth" : "6"
              },
              "metrics" : {
                "auc" : 0.30000000000000004,
                "holdout_rows" : 268000.0
              }
            }
            """;

    @Test
    void writesTheSameTextAsEver() {
        assertThat(new String(CardJson.write(FileModelStoreTest.card("beef")), StandardCharsets.UTF_8))
                .isEqualTo(GOLDEN);
    }

    @Test
    void readsCardsOfNewerVersions() {
        String newer = GOLDEN.replace("\"rows\"", "\"segments\" : { \"a\" : [ 1 ] },\n  \"rows\"");

        assertThat(CardJson.read(newer.getBytes(StandardCharsets.UTF_8), "card.json"))
                .isEqualTo(FileModelStoreTest.card("beef"));
    }
}
