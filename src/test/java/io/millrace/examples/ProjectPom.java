package io.millrace.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code pom.xml} says, read as text.
 *
 * @param text the file
 */
record ProjectPom(String text) {
    static ProjectPom read(Path file) {
        try {
            return new ProjectPom(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first element of that name: a property, or the project's own {@code version}. */
    String first(String element) {
        Matcher matcher =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<$]+)</").matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("the pom has no <" + element + ">");
        }
        return matcher.group(1);
    }
}
