package io.millrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code src/test/resources} that an earlier version wrote. With {@code -Dmillrace.keep=true} tests write them anew. */
public final class KeptFile {
    private KeptFile() {}

    public static boolean isToBeWritten() {
        return Boolean.getBoolean("millrace.keep");
    }

    public static Path path(String name) {
        return Path.of("src/test/resources", name);
    }

    /** The text that is kept; written first where that is asked for. */
    public static String text(String name, String fresh) {
        try {
            if (isToBeWritten()) {
                Files.createDirectories(path(name).getParent());
                Files.writeString(path(name), fresh);
            }
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
