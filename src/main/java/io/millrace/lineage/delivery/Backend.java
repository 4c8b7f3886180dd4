package io.millrace.lineage.delivery;

import java.io.IOException;

/** Takes lineage events. */
interface Backend {
    /**
     * @param key what the event is about: events of the same key stay in order
     * @param event a line of JSON
     */
    void send(String key, String event) throws IOException, InterruptedException;
}
