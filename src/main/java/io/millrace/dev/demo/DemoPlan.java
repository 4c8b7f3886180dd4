package io.millrace.dev.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a demo is to do.
 *
 * @param project the project's folder
 * @param definition the pipeline that runs
 * @param state the folder for all that is written
 * @param perSecond events of the scored source in a second
 * @param length how long events are sent; empty: until the program is ended
 * @param train how much of the first events, in event time, the model is trained on
 * @param keep whether stack and jobs stay up when no more events are sent
 */
record DemoPlan(
        Path project,
        Path definition,
        Path state,
        DemoEvents events,
        double perSecond,
        Optional<Duration> length,
        Duration train,
        boolean keep) {}
