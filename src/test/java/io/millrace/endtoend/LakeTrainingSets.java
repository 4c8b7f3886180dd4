package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Training sets from a lake that holds all events.
 *
 * @param folder where they go
 */
record LakeTrainingSets(CardFraudRun run, Path folder) {
    /**
     * Computed again from raw events of the lake, a training set has the bytes of the one with the logged vectors; and a tag keeps what was there then.
     *
     * @param events how many have a prediction
     * @param tag of the lake when it held some of the predictions
     */
    void assertMade(int events, String tag) throws IOException {
        JsonNode logged = made("logged", "prediction");
        JsonNode known = made("known", "knowledge");
        assertThat(logged.at("/counts/rows").asInt()).isEqualTo(events);
        assertThat(known.at("/counts/differing_from_scored").asInt()).isZero();
        assertThat(known.at("/file/sha256")).isEqualTo(logged.at("/file/sha256"));
        assertThat(known.at("/lake/snapshots/events_transactions").asLong()).isPositive();

        Path told = folder.resolve("training-set.lineage");
        JsonNode early = made("early", "prediction", "--tag", tag, "--set", "lineage.to=file:" + told);
        assertThat(early.at("/counts/rows").asInt()).isBetween(events / 20, events / 2);
        assertThat(early.at("/lake/tag").asText()).isEqualTo(tag);
        long tagged = early.at("/lake/snapshots/predictions").asLong();
        JsonNode end = ToldRun.in(told, "card-fraud.training-set", "COMPLETE").end();
        assertThat(end.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("snapshot:" + tagged);
        assertThat(end.at("/outputs/0/facets/version/datasetVersion").asText())
                .isEqualTo("sha256:" + early.at("/file/sha256").asText());
        assertThat(tagged)
                .isPositive()
                .isNotEqualTo(logged.at("/lake/snapshots/predictions").asLong());
        assertThat(run.millrace(0, "lake", "tag", "--list")).containsPattern(tag + " +predictions +" + tagged + "\n");
        assertThat(run.millrace(0, "lake", "tag", tag, "--drop")).isEqualTo("dropped tag " + tag + "\n");
        assertThat(run.millrace(0, "lake", "tag", "--list")).doesNotContain(tag);
    }

    private JsonNode made(String name, String asOf, String... more) throws IOException {
        Path made = folder.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("training-set", "--lake", "--as-of", asOf, "--immature", "--out", made.toString()));
        command.addAll(List.of(more));
        String unused = run.millrace(0, command.toArray(String[]::new));
        return new ObjectMapper().readTree(made.resolve("manifest.json").toFile());
    }
}
