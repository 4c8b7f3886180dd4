package io.millrace.onnx;

/** Makes threads that belong to the process, not to the job whose task happened to need them first. */
final class Daemons {
    private Daemons() {}

    /** A daemon thread that holds neither the class loader nor the thread locals of its maker. */
    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Daemons.class.getClassLoader());
        return thread;
    }
}
