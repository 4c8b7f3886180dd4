package io.millrace.content;

/** Port: reads files with images that events refer to. What it is told to read ahead is read meanwhile, by threads of its own. Used by one thread. */
public interface ImageFiles extends AutoCloseable {
    /**
     * Checks whether a reference may be followed.
     *
     * @throws ContentException where it may not
     */
    void check(String reference) throws ContentException;

    /** Begins to read a file that {@link #read} will be asked for soon. Does not wait, and does not fail. */
    void ahead(String reference, int largest);

    /** Whether the file, as far as it is read ahead, is there. */
    boolean isReady(String reference);

    /**
     * The bytes of a file. Waits for them; while the files can't be had, for a declared time.
     *
     * @param largest the most bytes that it may have
     * @throws ContentException where the reference may not be followed, leads to no file, or to one that is too large
     * @throws IllegalStateException where the files could not be had in the declared time, or the thread was interrupted
     */
    byte[] read(String reference, int largest) throws ContentException;

    /** Ends reading ahead what is not needed after all. */
    void forget(String reference);

    @Override
    void close();
}
