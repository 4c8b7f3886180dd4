package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobSettingsTest {
    private static Settings settings(String... assignments) {
        return Settings.read(
                List.of(),
                Map.of(
                        "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                        "MILLRACE_REGISTRY_URL", "http://localhost:1",
                        "MILLRACE_MODELS_STORE", "models"),
                List.of(assignments));
    }

    @Test
    void predictionsThatWaitForTheNextCheckpointAreNotIdle() {
        Settings defaults = settings();
        assertThat(FeedbackJob.predictionsIdle(defaults))
                .isGreaterThanOrEqualTo(
                        defaults.duration(Setting.CHECKPOINT_INTERVAL).multipliedBy(2));
        assertThat(FeedbackJob.predictionsIdle(settings("source.idle=10m"))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aTransactionThatEndsBeforeItsCheckpointIsRefused() {
        assertThatThrownBy(() -> JobEnvironment.of(settings("checkpoint.interval=15m")))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("delivery.transaction-timeout")
                .hasMessageContaining("checkpoint.interval");
    }
}
