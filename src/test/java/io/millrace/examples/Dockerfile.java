package io.millrace.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The instructions of a Dockerfile, with its {@code ARG} defaults filled in and continued lines joined.
 *
 * @param instructions without comments
 */
record Dockerfile(List<String> instructions) {
    static Dockerfile read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = text.replaceAll("\\\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        List<String> filled = new ArrayList<>();
        for (String line : lines) {
            filled.add(fill(line, lines));
        }
        return new Dockerfile(List.copyOf(filled));
    }

    private static String fill(String line, List<String> lines) {
        String filled = line;
        for (String argument : lines.stream().filter(l -> l.startsWith("ARG ")).toList()) {
            int equals = argument.indexOf('=');
            filled = filled.replace(
                    "${" + argument.substring("ARG ".length(), equals) + "}", argument.substring(equals + 1));
        }
        return filled;
    }

    /** What stands after a keyword, in order. */
    List<String> all(String keyword) {
        return instructions.stream()
                .filter(line -> line.startsWith(keyword + " "))
                .map(line -> line.substring(keyword.length() + 1).strip())
                .toList();
    }

    /**
     * A copied file or folder.
     *
     * @param source relative to the project's root; may hold a {@code *}
     * @param target in the image
     */
    record Copy(String source, String target) {
        /** The project's file behind a path in the image, where this copies it. */
        Optional<String> origin(String inImage) {
            if (inImage.equals(target)) {
                return Optional.of(source);
            }
            if (!target.endsWith("/") || !inImage.startsWith(target)) {
                return Optional.empty();
            }
            String folder = source.substring(0, source.lastIndexOf('/') + 1);
            return Optional.of(folder + inImage.substring(target.length()));
        }
    }

    List<Copy> copies() {
        return all("COPY").stream().map(Dockerfile::copy).toList();
    }

    private static Copy copy(String arguments) {
        List<String> words = Arrays.stream(arguments.split("\\s+"))
                .filter(word -> !word.startsWith("--"))
                .toList();
        if (words.size() != 2) {
            throw new IllegalStateException("COPY " + arguments + ": this reader knows one source and one target");
        }
        return new Copy(words.get(0), words.get(1));
    }

    /** The project's file behind a path in the image, or empty where nothing copies it. */
    Optional<String> origin(String inImage) {
        Stream<Optional<String>> origins = copies().stream().map(copy -> copy.origin(inImage));
        return origins.flatMap(Optional::stream).findFirst();
    }
}
