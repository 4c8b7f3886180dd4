package io.millrace.feature.aggregate;

import io.millrace.feature.state.Reversible;

/** The state of a {@link KeyedPart}. Takes in and takes out any row, exactly. */
abstract sealed class KeyedState extends Reversible permits CountsState, SumsState {
    /** How many rows of each key lie in each window. */
    abstract KeyedCounts counts();
}
