package io.millrace.pipeline;

import io.millrace.content.Recipe;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A vector that a source declares to be computed of one of its fields.
 *
 * @param of the field with the content, or with the reference to it
 * @param file where the content is in a file of its own; null where the field holds it
 */
record DeclaredVector(String of, @Nullable File file, Recipe recipe) {
    /**
     * Of a content in a file of its own.
     *
     * @param digest the field with its SHA-256
     * @param largest the most bytes of the file
     */
    record File(String digest, int largest) {}

    /** The fields that it is computed of. */
    Set<String> fields() {
        return file == null ? Set.of(of) : Set.of(of, file.digest());
    }

    /** Canonical text of what it is: its own name plays no part. */
    String text() {
        String content =
                file == null ? of : "file " + of + " with " + file.digest() + " of " + file.largest() + " bytes";
        return "vector(" + content + ", " + recipe.text() + ")";
    }
}
