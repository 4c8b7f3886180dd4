package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCauseTest {
    @Test
    void theInnermostCauseIsTold() {
        assertThat(RootCause.of("""
                        org.apache.flink.util.FlinkException: Global failure triggered
                        \tat org.apache.flink.Coordinator.fail(Coordinator.java:100)
                        Caused by: java.lang.IllegalStateException: outer
                        \tat io.millrace.Outer.run(Outer.java:1)
                        \t... 8 more
                        Caused by: java.io.FileNotFoundException: File file:/models/champion does not exist
                        \tat org.apache.flink.core.fs.local.LocalFileSystem.open(LocalFileSystem.java:70)
                        \t... 10 more
                        """))
                .isEqualTo("java.io.FileNotFoundException: File file:/models/champion does not exist");
    }

    @Test
    void anExceptionWithoutACauseIsToldItself() {
        assertThat(RootCause.of("java.lang.IllegalStateException: why\n\tat io.millrace.Inner.run(Inner.java:1)\n"))
                .isEqualTo("java.lang.IllegalStateException: why");
    }

    @Test
    void aMessageKeepsItsLines() {
        assertThat(RootCause.of("""
                        java.lang.RuntimeException: outer
                        \tat io.millrace.Outer.run(Outer.java:1)
                        Caused by: java.lang.IllegalStateException: first line
                        second line
                        \tat io.millrace.Inner.run(Inner.java:1)
                        """)).isEqualTo("java.lang.IllegalStateException: first line\nsecond line");
    }

    @Test
    void anErrorOfTheDefinitionIsItsProblemsAlone() {
        assertThat(RootCause.of("""
                        org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: settings: a
                        settings: b
                        \tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:370)
                        Caused by: io.millrace.config.DefinitionException: settings: a
                        settings: b
                        \tat io.millrace.config.Problems.throwIfAny(Problems.java:20)
                        \t... 9 more
                        """)).isEqualTo("settings: a\nsettings: b");
    }

    @Test
    void textThatIsNoTraceComesBackAsItIs() {
        assertThat(RootCause.of("Could not find or load main class X\n"))
                .isEqualTo("Could not find or load main class X");
        assertThat(RootCause.of("")).isEmpty();
    }
}
