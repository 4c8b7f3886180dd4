package io.millrace.adapter.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageTest {
    @Test
    void withoutASettingThereIsNone() {
        assertThat(Lineage.of(settings(Map.of()), new Properties())).isEmpty();
    }

    @Test
    void aRelativeFileIsOneOfThePlaceOfSubmission() {
        assertThat(place("file:lineage.json"))
                .isEqualTo("file:" + Path.of("lineage.json").toAbsolutePath());
        assertThat(place("file:///var/log/lineage.json")).isEqualTo("file:/var/log/lineage.json");
        assertThat(place("kafka:lineage")).isEqualTo("kafka:lineage");
        assertThat(place("https://marquez:5000/api/v1/lineage")).isEqualTo("https://marquez:5000/api/v1/lineage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lineage.json", "file:", "kafka:", "ftp://host/x", "http://name:s3cret@host/x", "http:/x"})
    void anotherPlaceIsRefusedWithoutShowingIt(String to) {
        assertThatThrownBy(() -> place(to))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("lineage.to")
                .hasMessageContaining("write file:/var/log/lineage.json")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void credentialsAreSecrets() {
        Settings settings = settings(Map.of("lineage.token", "s3cret", "lineage.user.info", "me:s3cret"));
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    private static String place(String to) {
        return Optional.of(to)
                .flatMap(place -> Lineage.of(settings(Map.of("lineage.to", place)), new Properties()))
                .orElseThrow()
                .place();
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("kafka.bootstrap.servers", "localhost:9092");
        all.put("registry.url", "http://localhost:8081");
        all.put("models.store", "models");
        return Settings.of(all);
    }
}
