package io.millrace.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process of this machine holds, after a full collection of its garbage.
 *
 * @param loaders class loaders of jobs' code that live
 * @param threads how many of each name, without the numbers in it
 * @param files its open files
 * @param temporary files below the directory for temporary ones
 * @param offHeapMib what is resident beside the Java heap
 */
record Footprint(long loaders, Map<String, Long> threads, long files, long temporary, long offHeapMib) {
    /** Each job's code has one of these; Flink wraps it in others, which hold it alone. */
    private static final String LOADER = "FlinkUserCodeClassLoaders$ChildFirstClassLoader";

    private static final long KIB = 1024;

    static Footprint of(long pid, Path temporary) throws IOException {
        long loaders = jcmd(pid, "GC.class_histogram")
                .filter(line -> line.contains(LOADER))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[1]))
                .sum();
        Map<String, Long> threads = jcmd(pid, "Thread.print")
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)).replaceAll("[0-9a-f]{8,}|\\d+", "#"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        Path process = Path.of("/proc", Long.toString(pid));
        return new Footprint(
                loaders, threads, count(process.resolve("fd"), 1), count(temporary, 20), offHeapMib(pid, process));
    }

    long threadCount() {
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Resident memory without what the heap has committed; the heap grows and shrinks as it likes. */
    private static long offHeapMib(long pid, Path process) throws IOException {
        long resident = Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        long heap = jcmd(pid, "GC.heap_info")
                .filter(line -> line.contains(" total "))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".* total (\\d+)K.*", "$1")))
                .sum();
        return (resident - heap) / KIB;
    }

    private static long count(Path directory, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(directory, depth)) {
            return files.filter(file -> !Files.isDirectory(file)).count();
        }
    }

    private static Stream<String> jcmd(long pid, String command) throws IOException {
        Process jcmd = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        command))
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (jcmd.waitFor() != 0) {
                throw new UncheckedIOException(new IOException("jcmd " + pid + " " + command + " says: " + said));
            }
            return said.lines();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while jcmd looked at " + pid, e);
        }
    }
}
