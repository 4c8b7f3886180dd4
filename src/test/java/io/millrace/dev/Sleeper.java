package io.millrace.dev;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A program for tests of processes: prints a hundred lines, then stays, or ends with an exit code if one is given. */
public final class Sleeper {
    private static final int LINES = 100;

    private Sleeper() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (int line = 1; line <= LINES; line++) {
            System.out.println("line " + line);
        }
        if (arguments.length > 0) {
            System.exit(Integer.parseInt(arguments[0]));
        }
        new CountDownLatch(1).await();
    }

    static JavaCommand command(String... arguments) {
        String classes = Path.of("target", "test-classes").toAbsolutePath().toString();
        return new JavaCommand(
                JavaCommand.classPath(Stream.of(classes)),
                Stream.concat(Stream.of(Sleeper.class.getName()), Stream.of(arguments))
                        .toList());
    }
}
