package io.millrace.pipeline;

import io.millrace.content.Recipe;

/**
 * A vector that a source declares to be computed of one of its fields.
 *
 * @param of the field
 */
record DeclaredVector(String of, Recipe recipe) {
    /** Canonical text of what it is: its own name plays no part. */
    String text() {
        return "vector(" + of + ", " + recipe.text() + ")";
    }
}
