package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What earlier stacks have left in a directory. */
public final class OldState {
    private static final String MARK = "pids";

    private OldState() {}

    /**
     * Makes a directory as if no stack had ever been in it: ends what an earlier one left running and deletes all files. The directory exists
     * afterwards and counts as a stack's.
     *
     * @throws StackException where it holds files and no stack made it, or another stack runs in it; then nothing is deleted
     */
    public static void delete(Path state) {
        StackDirectory directory = new StackDirectory(state);
        try {
            if (!Files.isDirectory(directory.root().resolve(MARK)) && holdsFiles(directory.root())) {
                throw new StackException(
                        directory.root()
                                + " was not made by Millrace and is not empty, so it is not emptied; choose another directory, or empty it yourself");
            }
            new Leftovers(directory).end();
            deleteAllIn(directory.root());
        } catch (IOException e) {
            throw new StackException(directory.root() + " can't be emptied: " + e, e);
        }
        directory.created(MARK);
    }

    private static boolean holdsFiles(Path root) throws IOException {
        if (!Files.exists(root)) {
            return false;
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.findAny().isPresent();
        }
    }

    private static void deleteAllIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(root))
                    .toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
