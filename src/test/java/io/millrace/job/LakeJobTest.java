package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.Test;

class LakeJobTest {
    @Test
    void aSavepointIsRefusedSinceItsFilesMayHoldWhatIsInTheTableBySomeOtherWay() {
        Configuration flink = new Configuration();
        assertThatCode(() -> LakeJob.checkBeginsAnew(flink)).doesNotThrowAnyException();

        flink.set(StateRecoveryOptions.SAVEPOINT_PATH, "/savepoints/one");
        assertThatThrownBy(() -> LakeJob.checkBeginsAnew(flink))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("/savepoints/one: the lake's job takes no savepoint; start it without one");
    }
}
