package io.millrace.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A user's jar with an aggregate of their own, which nothing else on the class path of the tests knows. */
final class OwnAggregate {
    private static final Path SOURCES = Path.of("src/test/resources/endtoend/aggregate");
    private static final String CLASS = "com/example/features/FirstDigits";
    private static final String SERVICE = "META-INF/services/io.millrace.feature.spi.CustomAggregate";

    private OwnAggregate() {}

    /** Compiles the class and packs it as a user would. */
    static Path jar(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                SOURCES.resolve(CLASS + ".java").toString());
        if (code != 0) {
            throw new IllegalStateException(CLASS + " does not compile");
        }
        Path jar = folder.resolve("features.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            add(out, SERVICE, SOURCES.resolve(SERVICE));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(out, classes.relativize(file).toString(), file);
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, Path file) throws IOException {
        out.putNextEntry(new JarEntry(name));
        Files.copy(file, out);
    }
}
