package io.millrace.dev;

import io.millrace.adapter.file.Row;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Prints simulated tickets as a CSV file, for {@code millrace train jobs/support-tickets}. */
public final class TicketsFile {
    private TicketsFile() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.println(String.join(",", SimulatedTickets.COLUMNS));
        try (SimulatedTickets tickets = new SimulatedTickets(SupportWorld.SMALL)) {
            for (Row row = tickets.next(); row != null; row = tickets.next()) {
                out.println(row.cells().stream().map(TicketsFile::quoted).collect(Collectors.joining(",")));
            }
        }
        out.flush();
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }
}
