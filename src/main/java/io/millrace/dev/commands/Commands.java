package io.millrace.dev.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.cli.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line as a user runs it, on one pipeline. */
public final class Commands {
    private static final Pattern MATCHES = Pattern.compile("(?m)^([0-9]+) of ([0-9]+) predictions match to the bit$");

    private final List<String> arguments;

    /** @param arguments pipeline and settings */
    public Commands(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** What came of a command. */
    private record Result(int code, String out, String err) {
        String text() {
            return out + err;
        }
    }

    private Result run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(arguments);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }

    /**
     * What {@code lake check} says of all partitions of all tables.
     *
     * @param proven whether its exit code says that all is there once
     * @param rows records that the lake holds
     * @param text what it printed
     */
    public record LakeCheck(
            boolean proven, long rows, long missing, long repeated, long unproven, long behind, String text) {
        /** Of what the command printed as JSON; without a partition where it printed something else, such as an error. */
        public static LakeCheck of(int code, String out, String err) {
            JsonNode partitions = partitions(out);
            return new LakeCheck(
                    code == 0 && !partitions.isEmpty(),
                    sum(partitions, "rows"),
                    sum(partitions, "missing"),
                    sum(partitions, "repeated"),
                    sum(partitions, "unproven"),
                    sum(partitions, "behind"),
                    out + err);
        }

        private static JsonNode partitions(String out) {
            try {
                return new ObjectMapper().readTree(out).path("partitions");
            } catch (JsonProcessingException e) {
                return new ObjectMapper().createArrayNode();
            }
        }

        private static long sum(JsonNode partitions, String field) {
            long sum = 0;
            for (JsonNode partition : partitions) {
                sum += partition.path(field).asLong();
            }
            return sum;
        }
    }

    /** Runs {@code lake check}. */
    public LakeCheck checkLake() {
        Result result = run("lake", "check", "--json");
        return LakeCheck.of(result.code(), result.out(), result.err());
    }

    /**
     * What {@code replay} says.
     *
     * @param code its exit code
     * @param replayed predictions that were computed again
     * @param matching those of which every bit is the same
     * @param text what it printed
     */
    public record Replay(int code, long replayed, long matching, String text) {
        /** Of what the command printed; nothing was replayed where it printed something else. */
        public static Replay of(int code, String text) {
            Matcher line = MATCHES.matcher(text);
            return line.find()
                    ? new Replay(code, Long.parseLong(line.group(2)), Long.parseLong(line.group(1)), text)
                    : new Replay(code, 0, 0, text);
        }

        public long differing() {
            return replayed - matching;
        }
    }

    /** Runs {@code replay --lake} over all predictions. */
    public Replay replayFromLake() {
        Result result = run("replay", "--lake");
        return Replay.of(result.code(), result.text());
    }
}
