package io.millrace.dev.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a figure was measured on: the machine, and the versions of what ran. */
public final class Machine {
    private static final Pattern MEMORY = Pattern.compile("(?m)^MemTotal:\\s+([0-9]+) kB");
    private static final Pattern CPU = Pattern.compile("(?m)^model name\\s*:\\s*(.+)$");
    private static final long KIB_PER_MIB = 1024;
    private static final String UNKNOWN = "unknown";

    private Machine() {}

    /** Adds {@code machine.*}. */
    public static void describe(Figures figures) {
        figures.put("machine.cores", Runtime.getRuntime().availableProcessors());
        figures.put("machine.memory_mib", memoryMib(read(Path.of("/proc/meminfo"))));
        figures.put("machine.cpu", cpu(read(Path.of("/proc/cpuinfo"))));
        figures.put("machine.os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        figures.put("machine.java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /**
     * Adds {@code versions.*}, from the names of the jars that run.
     *
     * @param project the project's directory
     */
    public static void versions(Figures figures, Path project) {
        Path stack = project.resolve("target").resolve("stack");
        figures.put("versions.flink", jarVersion(stack.resolve("flink"), "flink-runtime-"));
        figures.put("versions.kafka", jarVersion(stack.resolve("broker"), "kafka_2.13-"));
        figures.put("versions.onnxruntime", jarVersion(stack.resolve("flink"), "onnxruntime-"));
        figures.put("versions.millrace", described(project));
    }

    /** The total of {@code /proc/meminfo} in MiB; 0 where it isn't told. */
    static long memoryMib(String meminfo) {
        Matcher total = MEMORY.matcher(meminfo);
        return total.find() ? Long.parseLong(total.group(1)) / KIB_PER_MIB : 0;
    }

    /** The first core's model in {@code /proc/cpuinfo}. */
    static String cpu(String cpuinfo) {
        Matcher model = CPU.matcher(cpuinfo);
        return model.find() ? model.group(1).strip() : UNKNOWN;
    }

    /** The version in the name of the jar in a directory that begins so and goes on with a digit. */
    static String jarVersion(Path directory, String beginning) {
        Pattern jar = Pattern.compile(Pattern.quote(beginning) + "([0-9][^/]*)\\.jar");
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> jar.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String described(Path project) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--tags")
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? text : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while git was asked for the version", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
