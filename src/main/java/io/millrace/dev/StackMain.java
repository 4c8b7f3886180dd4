package io.millrace.dev;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Starts a local stack and keeps it until Ctrl-C. Arguments: the directory for its state ({@code .millrace/stack}); {@code --usual-ports} for 9092, 8080 and 8081 in place of free ones. */
public final class StackMain {
    private StackMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path state = Path.of(".millrace", "stack");
        Ports ports = Ports.FREE;
        for (String argument : arguments) {
            if (argument.equals("--usual-ports")) {
                ports = Ports.USUAL;
            } else {
                state = Path.of(argument);
            }
        }
        try (Stack stack = Stack.start(StackSettings.of(Path.of(""), state).withPorts(ports))) {
            System.out.println("Kafka            " + stack.broker().bootstrapServers());
            System.out.println("Schema Registry  " + stack.registry().url());
            System.out.println("Flink            " + stack.flink().rest().url());
            System.out.println("Logs             " + state.resolve("logs"));
            System.out.println("Ctrl-C ends it.");
            new CountDownLatch(1).await();
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
