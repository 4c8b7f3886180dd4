package io.millrace.content;

/** How a vector is computed of a field's content. Two recipes with the same {@link #text} give the same vector on the same machine. */
public sealed interface Recipe permits TextRecipe, ImageRecipe {
    /** The most numbers of a vector. */
    int MOST = 4096;

    /** How many numbers the vector has, from 1 to {@link #MOST}. */
    int dimensions();

    /** Canonical text of everything that the vector depends on but the content and the machine. It has one line. */
    String text();
}
