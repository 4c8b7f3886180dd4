package io.millrace.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkFileIOTest {
    private final FlinkFileIO files = new FlinkFileIO();
    private final String place;

    FlinkFileIOTest(@TempDir Path directory) {
        this.place = directory.resolve("deep/er/file").toUri().toString();
    }

    private void write(String text) throws IOException {
        PositionOutputStream out = files.newOutputFile(place).createOrOverwrite();
        try (out) {
            out.write(text.charAt(0));
            out.write(text.substring(1).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(out.getPos()).as("asked for after the end").isEqualTo(text.length());
    }

    @Test
    void whatIsWrittenIsReadFromAnyPlace() throws IOException {
        write("older");
        write("lines");

        assertThat(files.newInputFile(place).getLength()).isEqualTo(5);
        try (SeekableInputStream in = files.newInputFile(place).newStream()) {
            in.seek(2);
            assertThat(in.read()).isEqualTo('n');
            assertThat(in.getPos()).isEqualTo(3);
            assertThat(in.readAllBytes()).containsExactly('e', 's');
        }
    }

    @Test
    void aFileIsNotOverwrittenUnlessAsked() throws IOException {
        write("here");
        OutputFile file = files.newOutputFile(place);

        assertThatThrownBy(file::create)
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessage(place + " is there already");
    }

    @Test
    void anAbsentFileIsSaidToBeAbsent() {
        assertThat(files.newInputFile(place).exists()).isFalse();
        assertThatThrownBy(() -> files.newInputFile(place).newStream())
                .isInstanceOf(NotFoundException.class)
                .hasMessage("there is no file " + place);
        files.deleteFile(place);
    }

    @Test
    void aDeletedFileIsGone() throws IOException {
        write("gone");
        files.deleteFile(place);

        assertThat(files.newInputFile(place).exists()).isFalse();
    }
}
