package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The job's jar as a build would make it in which sums are not exact: doubles are added and taken away in the order in which events come and leave. */
final class BrokenBuild {
    private static final String CLASS = "io/millrace/feature/aggregate/ExactSums";

    private BrokenBuild() {}

    /** Compiles the broken class and puts it into a copy of the jar. */
    static Path of(Path jar, Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("broken"));
        Path source = Files.writeString(
                sources.resolve("ExactSums.java"), broken(Files.readString(Path.of("src/main/java", CLASS + ".java"))));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(code).as("the broken class compiles").isZero();
        Path copy = Files.copy(jar, folder.resolve("broken.jar"));
        try (FileSystem zip = FileSystems.newFileSystem(copy);
                Stream<Path> files = Files.walk(classes)) {
            List<Path> compiled = files.filter(Files::isRegularFile).toList();
            for (Path file : compiled) {
                Files.copy(file, zip.getPath(classes.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return copy;
    }

    private static String broken(String source) {
        String text = replace(
                source,
                "    private WideNumbers sums;",
                "    private WideNumbers sums;\n    private final double[] plain;");
        text = replace(
                text,
                "        this.numbers = edges * components;",
                "        this.numbers = edges * components;\n        this.plain = new double[numbers];");
        text = replace(
                text,
                "void add(int number, double term, long exponent) {",
                "void add(int number, double term, long exponent) {\n        plain[number] += Math.scalb(term, (int) exponent);");
        text = replace(
                text,
                "return measure(left).nearest(base + exponent);",
                "return Math.scalb(left == 0 ? plain[0] : plain[0] - plain[left], (int) exponent);");
        return replace(text, "            sums.readSteps(in, longest);", """
                            sums.readSteps(in, longest);
                            for (int number = 0; number < sums.numbers; number++) {
                                sums.sums.measure(sums.magnitude, number, -1);
                                sums.plain[number] = sums.magnitude.nearest(sums.base);
                            }""");
    }

    private static String replace(String text, String part, String by) {
        assertThat(text).contains(part);
        return text.replace(part, by);
    }
}
