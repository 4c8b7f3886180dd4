package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RuntimeInLibTest {
    @Test
    void findsWhatIsThere() {
        assertThatCode(RuntimeInLib::check).doesNotThrowAnyException();
    }

    @Test
    void saysWhatToDoWhereItIsNot() {
        assertThatThrownBy(() -> RuntimeInLib.check(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "ai.onnxruntime.OrtEnvironment is not on the class path; put the onnxruntime jar and the millrace lib"
                                + " jar of this release into Flink's lib/ directory, keep them out of the job jar, and restart the"
                                + " cluster");
    }
}
