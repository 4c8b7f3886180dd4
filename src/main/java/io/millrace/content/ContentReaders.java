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

    /**
     * Opens the files that events refer to.
     *
     * @throws io.millrace.config.DefinitionException where it is not said which may be read, or they can't be
     */
    default ImageFiles files() {
        throw new IllegalStateException("the pipeline has images in files of their own, and no files were given");
    }

    /** How many events at most wait while images of theirs are read, from 1. */
    default int ahead() {
        return 1;
    }

    /** For a pipeline without texts and images: opens none. */
    static ContentReaders none() {
        return recipe -> {
            throw new IllegalStateException("the pipeline has vectors of texts or images, and no readers were given");
        };
    }
}
