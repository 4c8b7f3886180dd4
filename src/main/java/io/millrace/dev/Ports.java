package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of the stack's parts, all on {@value #HOST}; 0 stands for a free one.
 *
 * @param broker where Kafka's clients connect
 * @param controller of the broker's own quorum
 * @param registry of the Schema Registry
 * @param flinkRest of Flink's REST API and web UI
 * @param flinkRpc where TaskManagers find the JobManager
 */
public record Ports(int broker, int controller, int registry, int flinkRest, int flinkRpc) {
    static final String HOST = "127.0.0.1";

    private static final int HIGHEST = 65_535;

    /** All free ones. */
    public static final Ports FREE = new Ports(0, 0, 0, 0, 0);

    /** The ports that users of the three systems know. */
    public static final Ports USUAL = new Ports(9092, 9093, 8080, 8081, 6123);

    public Ports {
        for (int port : new int[] {broker, controller, registry, flinkRest, flinkRpc}) {
            if (port < 0 || port > HIGHEST) {
                throw new IllegalArgumentException(port + " is not a port; expected 0 (a free one) to " + HIGHEST);
            }
        }
    }

    /** The same ports with a free one in place of each 0. */
    public Ports resolved() {
        List<Integer> free = free(5);
        return new Ports(
                broker == 0 ? free.get(0) : broker,
                controller == 0 ? free.get(1) : controller,
                registry == 0 ? free.get(2) : registry,
                flinkRest == 0 ? free.get(3) : flinkRest,
                flinkRpc == 0 ? free.get(4) : flinkRpc);
    }

    /** A port that nobody listened on a moment ago. */
    public static int oneFree() {
        return free(1).get(0);
    }

    /** Distinct ports that nobody listened on a moment ago. */
    private static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
