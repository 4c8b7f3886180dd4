package io.millrace.feature.aggregate;

/** Plans one kind of aggregate: asks for the parts it needs and makes the reading of its values. */
@FunctionalInterface
interface Planning<A extends Aggregate> {
    /**
     * The reading is made when the parts have their places: a {@link io.millrace.feature.state.PartsBuilder.Handle} may be asked in the returned supplier only.
     */
    java.util.function.Supplier<Reading> plan(A aggregate, Target target);
}
