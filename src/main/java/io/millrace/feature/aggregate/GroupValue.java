package io.millrace.feature.aggregate;

/** The aggregate of one group in one window where the group has rows. */
@FunctionalInterface
interface GroupValue {
    /** @param row the group's row in {@link KeyedState#counts} */
    double of(KeyedState state, int row, int window);

    static GroupValue of(Aggregate.Plain aggregate) {
        return switch (aggregate) {
            case COUNT -> (state, row, window) -> state.counts().count(row, window);
            case SUM -> (state, row, window) -> ((SumsState) state).sum(row, window);
            case AVG ->
                (state, row, window) ->
                        ((SumsState) state).sum(row, window) / state.counts().count(row, window);
            default -> throw new IllegalArgumentException(aggregate + " of groups; COUNT, SUM or AVG");
        };
    }
}
