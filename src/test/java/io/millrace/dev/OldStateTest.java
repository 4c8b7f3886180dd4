package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldStateTest {
    @TempDir
    private Path folder;

    @Test
    void aDirectoryThatAStackMadeIsEmptied() throws IOException {
        Path state = folder.resolve("state");
        OldState.delete(state);
        Files.writeString(
                Files.createDirectories(state.resolve("models/card-fraud")).resolve("champion"), "digest");

        OldState.delete(state);

        assertThat(state.resolve("models")).doesNotExist();
        assertThat(state.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void anEmptyDirectoryIsTaken() {
        OldState.delete(folder);
        assertThat(folder.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void aDirectoryOfSomebodyElseIsLeftAlone() throws IOException {
        Path letter = Files.writeString(folder.resolve("letter.txt"), "dear");

        assertThatThrownBy(() -> OldState.delete(folder))
                .isInstanceOf(StackException.class)
                .hasMessage(
                        folder
                                + " was not made by Millrace and is not empty, so it is not emptied; choose another directory, or empty it yourself");
        assertThat(letter).hasContent("dear");
    }

    @Test
    void theDirectoryOfARunningStackIsLeftAlone() throws IOException {
        StackDirectory directory = new StackDirectory(folder);
        directory.pidFile(Leftovers.OWNER).write(ProcessHandle.current());
        Path log = Files.writeString(directory.log("broker"), "running");

        assertThatThrownBy(() -> OldState.delete(folder))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("Another stack runs in " + folder);
        assertThat(log).hasContent("running");
    }
}
