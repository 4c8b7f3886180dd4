package io.millrace.adapter.registry;

/** Time as the asking of a registry sees it. */
interface RegistryTime {
    /** A clock that only goes forward, in nanoseconds. */
    long nanos();

    void sleep(long millis) throws InterruptedException;

    /** The time of this process. */
    static RegistryTime system() {
        return new RegistryTime() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long millis) throws InterruptedException {
                Thread.sleep(millis);
            }
        };
    }
}
