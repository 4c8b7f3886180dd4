package io.millrace.config;

import java.util.List;
import java.util.stream.Collectors;

/** The user's definition, settings or arguments can't be used. The message has a line for each problem; command line tools exit with 2. */
public final class DefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public DefinitionException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public DefinitionException(String where, String what) {
        this(List.of(new Problem(where, what)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
