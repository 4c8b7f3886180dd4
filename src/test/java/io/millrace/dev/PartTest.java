package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path root;

    private Part part;

    @AfterEach
    void end() {
        part.kill();
    }

    @Test
    void aPartThatEndsBeforeItIsReadyShowsTheLast40LinesOfItsLog() {
        part = part(Sleeper.command("3"));
        part.start();

        assertThatThrownBy(() -> part.await(LIMIT, () -> false))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("The sleeper ended before it was ready. The last 40 lines of " + root
                        + "/logs/sleeper.log:\nline 61\n")
                .hasMessageEndingWith("\nline 100");
    }

    @Test
    void aPartThatIsNeverReadyTellsWhatTheProbeMet() {
        part = part(Sleeper.command());
        part.start();

        assertThatThrownBy(() -> part.await(Duration.ofSeconds(1), () -> {
                    throw new IllegalStateException("connection refused");
                }))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("The sleeper was not ready after 1 s (java.lang.IllegalStateException: connection"
                        + " refused)");
    }

    @Test
    void aKilledPartStartsAgainAndItsLogGoesOn() {
        part = part(Sleeper.command());
        part.start();
        part.await(LIMIT, () -> lines() == 100);
        ProcessHandle first = part.running().orElseThrow();

        part.kill();
        assertThat(Processes.alive(first)).isFalse();
        assertThat(part.running()).isEmpty();
        assertThat(root.resolve("pids")).isEmptyDirectory();
        part.start();

        part.await(LIMIT, () -> lines() == 200);
        assertThat(part.running()).isPresent().get().isNotEqualTo(first);
    }

    @Test
    void aPartThatIsClosedWhileItStartsIsNotTakenForOneThatFailed() {
        part = part(Sleeper.command());
        part.start();
        part.close();

        assertThatThrownBy(() -> part.await(LIMIT, () -> false)).hasMessage("The sleeper was ended while it started");
    }

    @Test
    void aClosedPartDoesNotStart() {
        part = part(Sleeper.command());
        part.close();

        assertThatThrownBy(() -> part.start()).hasMessage("The sleeper can't be started: its stack was closed");
    }

    @Test
    void theProcessesOfAnOwnerThatWasKilledAreEnded() {
        part = part(Sleeper.command());
        part.start();
        part.await(LIMIT, () -> lines() == 100);

        new Leftovers(new StackDirectory(root)).end();

        assertThat(part.running()).isEmpty();
        assertThat(root.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void theProcessesOfAnOwnerThatLivesAreLeftAlone() {
        part = part(Sleeper.command());
        part.start();
        new StackDirectory(root).pidFile(Leftovers.OWNER).write(ProcessHandle.current());

        assertThatThrownBy(() -> new Leftovers(new StackDirectory(root)).end())
                .isInstanceOf(StackException.class)
                .hasMessage("Another stack runs in " + root + ", started by process "
                        + ProcessHandle.current().pid() + "; end it, or choose another directory");
        assertThat(part.running()).isPresent();
    }

    @Test
    void aProcessThatOnlyHasTheIdOfAnEarlierOneIsNotTakenForIt() throws Exception {
        part = part(Sleeper.command());
        part.start();
        long id = part.running().orElseThrow().pid();
        PidFile pidFile = new StackDirectory(root).pidFile("sleeper");
        assertThat(pidFile.process()).isPresent();

        Files.write(pidFile.path(), List.of(Long.toString(id), "2001-01-01T00:00:00Z"));

        assertThat(pidFile.process()).isEmpty();
    }

    private Part part(JavaCommand command) {
        return new Part("sleeper", command, new StackDirectory(root));
    }

    private int lines() throws Exception {
        return Files.readAllLines(root.resolve("logs").resolve("sleeper.log")).size();
    }
}
