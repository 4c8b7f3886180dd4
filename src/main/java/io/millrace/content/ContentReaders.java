package io.millrace.content;

import java.io.IOException;
import java.io.Serializable;

/** Port: opens readers of contents where they are used. */
@FunctionalInterface
public interface ContentReaders extends Serializable {
    /**
     * Opens a reader. May take seconds.
     *
     * @throws io.millrace.config.DefinitionException with what is wrong with the recipe's artefacts
     * @throws IOException where they can't be read
     */
    ContentReader open(Recipe recipe) throws IOException;

    /** For a pipeline without texts and images: opens none. */
    static ContentReaders none() {
        return recipe -> {
            throw new IllegalStateException("the pipeline has vectors of texts or images, and no readers were given");
        };
    }
}
