package io.millrace.dev;

import java.nio.file.Path;

/** The Log4j configuration of the parts: one line for each event on standard output, which the part's log file takes. */
final class Logging {
    private static final String PROPERTIES = """
            rootLogger.level = INFO
            rootLogger.appenderRef.stdout.ref = stdout
            appender.stdout.type = Console
            appender.stdout.name = stdout
            appender.stdout.layout.type = PatternLayout
            appender.stdout.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c{1.} - %m%n
            """;

    private Logging() {}

    /** The JVM option that makes a part log so. */
    static String option(StackDirectory directory) {
        Path file = directory.write("conf", "log4j2.properties", PROPERTIES);
        return "-Dlog4j2.configurationFile=" + file.toUri();
    }
}
