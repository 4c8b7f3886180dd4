package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An {@link EntityLayout} as text, so that it can rest beside the state: what is needed to read state that was written under it. Every column and part stands by its meaning, never by its place or
 * its name.
 *
 * @param logs in the order of their bytes
 */
public record LayoutText(List<OfLog> logs) {
    private static final String LOG = "log ";
    private static final String EDGES = "edges ";
    private static final String COLUMN = "column ";
    private static final String WORDS = "words ";
    private static final String PART = "part ";
    private static final String LIFETIME = "lifetime ";

    public LayoutText {
        logs = List.copyOf(logs);
    }

    /**
     * One log.
     *
     * @param shape how many words each column has
     * @param parts texts in the order of their bytes
     * @param lifetime those of them that have a floor
     */
    public record OfLog(
            String origin, int edges, List<String> columns, RowShape shape, List<String> parts, List<String> lifetime) {
        public OfLog {
            columns = List.copyOf(columns);
            parts = List.copyOf(parts);
            lifetime = List.copyOf(lifetime);
        }
    }

    /** Whether a part serves lifetime windows. */
    public boolean hasLifetime() {
        return logs.stream().anyMatch(log -> !log.lifetime().isEmpty());
    }

    static LayoutText of(List<LogLayout> logs) {
        return new LayoutText(logs.stream().map(LayoutText::of).toList());
    }

    private static OfLog of(LogLayout log) {
        return new OfLog(
                log.origin(),
                log.edgeCount(),
                log.columns(),
                log.shape(),
                log.parts().stream().map(PlacedPart::text).toList(),
                log.lifetime());
    }

    /** Reads what {@link #toString} wrote. */
    public static LayoutText parse(String text) {
        List<OfLog> logs = new ArrayList<>();
        List<String> lines = Arrays.asList(text.split("\n", -1));
        for (int line = 0; line < lines.size(); line++) {
            if (lines.get(line).startsWith(LOG)) {
                int end = line + 1;
                while (end < lines.size() && !lines.get(end).startsWith(LOG)) {
                    end++;
                }
                logs.add(parse(lines.subList(line, end)));
            }
        }
        return new LayoutText(logs);
    }

    private static OfLog parse(List<String> lines) {
        return new OfLog(
                lines.get(0).substring(LOG.length()),
                Integer.parseInt(startingWith(EDGES, lines).get(0)),
                startingWith(COLUMN, lines),
                shape(lines),
                startingWith(PART, lines),
                startingWith(LIFETIME, lines));
    }

    /** Columns have one word each where none says otherwise. */
    private static RowShape shape(List<String> lines) {
        List<String> words = startingWith(WORDS, lines);
        return words.isEmpty()
                ? RowShape.ofSingleWords(startingWith(COLUMN, lines).size())
                : new RowShape(words.stream().map(Integer::valueOf).toList());
    }

    private static List<String> startingWith(String word, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    /** A line for each log, its number of edges, its columns and its parts; where a column has several words, a line for the number of words of each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (OfLog log : logs) {
            text.append(LOG).append(log.origin()).append('\n');
            text.append(EDGES).append(log.edges()).append('\n');
            log.columns().forEach(column -> text.append(COLUMN).append(column).append('\n'));
            if (!log.shape().isOfSingleWords()) {
                log.shape()
                        .words()
                        .forEach(words -> text.append(WORDS).append(words).append('\n'));
            }
            log.parts().forEach(part -> text.append(PART).append(part).append('\n'));
            log.lifetime().forEach(part -> text.append(LIFETIME).append(part).append('\n'));
        }
        return text.toString();
    }
}
