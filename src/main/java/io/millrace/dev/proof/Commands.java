package io.millrace.dev.proof;

import io.millrace.cli.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line as a user runs it, on the pipeline of the proof. */
final class Commands {
    private static final Pattern MATCHES = Pattern.compile("(?m)^([0-9]+) of ([0-9]+) predictions match to the bit$");
    private static final Pattern CHECKED = Pattern.compile(
            "(?m)^ *(\\w+) +[0-9]+ +(?<rows>[0-9]+) +(?<missing>[0-9]+) +(?<repeated>[0-9]+) +[0-9]+ +(?<unproven>[0-9]+) +(?<behind>[0-9]+)$");

    private final List<String> arguments;

    /** @param arguments pipeline and settings */
    Commands(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** What came of a command. */
    private record Result(int code, String out, String err) {}

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
    record LakeCheck(boolean proven, long rows, long missing, long repeated, long unproven, long behind, String text) {}

    LakeCheck checkLake() {
        Result result = run("lake", "check");
        return lakeCheck(result.code() == 0, result.out() + result.err());
    }

    static LakeCheck lakeCheck(boolean proven, String text) {
        LakeCheck sum = new LakeCheck(proven, 0, 0, 0, 0, 0, text);
        for (Matcher line = CHECKED.matcher(text); line.find(); ) {
            sum = new LakeCheck(
                    proven,
                    sum.rows() + Long.parseLong(line.group("rows")),
                    sum.missing() + Long.parseLong(line.group("missing")),
                    sum.repeated() + Long.parseLong(line.group("repeated")),
                    sum.unproven() + Long.parseLong(line.group("unproven")),
                    sum.behind() + Long.parseLong(line.group("behind")),
                    text);
        }
        return sum;
    }

    /**
     * What {@code replay} says.
     *
     * @param code its exit code
     * @param replayed predictions that were computed again
     * @param matching those of which every bit is the same
     * @param text what it printed
     */
    record Replay(int code, long replayed, long matching, String text) {
        long differing() {
            return replayed - matching;
        }
    }

    Replay replayFromLake() {
        Result result = run("replay", "--lake");
        return replay(result.code(), result.out() + result.err());
    }

    static Replay replay(int code, String text) {
        Matcher line = MATCHES.matcher(text);
        return line.find()
                ? new Replay(code, Long.parseLong(line.group(2)), Long.parseLong(line.group(1)), text)
                : new Replay(code, 0, 0, text);
    }
}
