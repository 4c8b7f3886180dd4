package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds retained checkpoints in a directory as Flink lays it out: {@code JOB/chk-N/_metadata}. */
public final class Checkpoints {
    private static final String PREFIX = "chk-";

    private Checkpoints() {}

    /** The complete checkpoint of a job with the highest number; complete is what has its metadata, which Flink writes last. */
    public static Optional<Path> latest(Path directory, String jobId) {
        Path job = directory.resolve(jobId);
        if (!Files.isDirectory(job)) {
            return Optional.empty();
        }
        try (Stream<Path> children = Files.list(job)) {
            return children.filter(child -> name(child).startsWith(PREFIX))
                    .filter(child -> Files.exists(child.resolve("_metadata")))
                    .max(Comparator.comparingLong(Checkpoints::number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(name(checkpoint).substring(PREFIX.length()));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
