package io.millrace.adapter.lake;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IcebergInLibTest {
    @Test
    void whatIsMissingIsNamedWithWhereItGoes() {
        assertThatThrownBy(() -> IcebergInLib.check(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hadoop-client-api")
                .hasMessageContaining("hadoop-client-runtime")
                .hasMessageContaining("iceberg-flink-runtime-2.1")
                .hasMessageContaining("flink-table")
                .hasMessageContaining("millrace-*-lib")
                .hasMessageContaining("copy them to lib/ on every machine")
                .hasMessageContaining("conf/stack/lake/pom.xml");
    }

    @Test
    void whereAllIsThereNothingIsSaid() {
        assertThatCode(IcebergInLib::check).doesNotThrowAnyException();
    }
}
