package io.millrace.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a process of this machine holds, after a full collection of its garbage.
 *
 * @param loaders class loaders of jobs' code that live
 * @param sessions of ONNX Runtime that live
 * @param classes that are loaded
 * @param threads how many of each name, without the numbers in it
 * @param open its open files
 * @param temporary how many files there are below the directory for temporary ones
 * @param residentKib what is resident beside the Java heap
 */
record Footprint(
        long loaders,
        long sessions,
        long classes,
        Map<String, Long> threads,
        long open,
        long temporary,
        long residentKib) {
    /** Each job's code has one of these. Flink wraps it in loaders of another class, which outlive it empty. */
    private static final String LOADER = "org.apache.flink.util.ChildFirstClassLoader";

    private static final String SESSION = "ai.onnxruntime.OrtSession";

    static Footprint of(long pid, Path temporary) throws IOException {
        List<String> histogram = jcmd(pid, "GC.class_histogram");
        Map<String, Long> threads = jcmd(pid, "Thread.print").stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> line.substring(1, line.indexOf('"', 1)).replaceAll("[0-9a-f]{8,}|\\d+", "#"))
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        List<String> counters = jcmd(pid, "PerfCounter.print");
        Path process = Path.of("/proc", Long.toString(pid));
        return new Footprint(
                instances(histogram, LOADER),
                instances(histogram, SESSION),
                counter(counters, "java.cls.loadedClasses") - counter(counters, "java.cls.unloadedClasses"),
                threads,
                process.resolve("fd").toFile().list().length,
                filesBelow(temporary.toFile()),
                residentKib(pid, process));
    }

    long threadsInAll() {
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Lines of the histogram are {@code number: instances bytes class (module)}. */
    private static long instances(List<String> histogram, String type) {
        return histogram.stream()
                .map(line -> line.strip().split(" +", -1))
                .filter(columns -> columns.length > 3 && columns[3].equals(type))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }

    private static long counter(List<String> counters, String name) {
        return counters.stream()
                .filter(line -> line.startsWith(name + "="))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Resident memory without what the heap has committed; the heap grows and shrinks as it likes. */
    private static long residentKib(long pid, Path process) throws IOException {
        long resident = numbers(Files.readAllLines(process.resolve("status")), "VmRSS:\\s+(\\d+) kB");
        return resident - numbers(jcmd(pid, "GC.heap_info"), ".*(?:garbage-first heap|generation).* total (\\d+)K.*");
    }

    private static long numbers(List<String> lines, String pattern) {
        return lines.stream()
                .filter(line -> line.matches(pattern))
                .mapToLong(line -> Long.parseLong(line.replaceAll(pattern, "$1")))
                .sum();
    }

    /** What goes away meanwhile is not counted. */
    private static long filesBelow(File directory) {
        File[] entries = directory.listFiles();
        return entries == null
                ? 0
                : Arrays.stream(entries)
                        .mapToLong(entry -> entry.isDirectory() ? filesBelow(entry) : 1)
                        .sum();
    }

    private static List<String> jcmd(long pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        List<String> line = new ArrayList<>(List.of(jcmd.toString(), Long.toString(pid), command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(line + " says: " + said);
            }
            return said.lines().toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + line, e);
        }
    }
}
