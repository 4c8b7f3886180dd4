package io.millrace.dev.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of the resources of one process under {@code /proc/PID}: all its threads, Java's and native ones, but none of its children. */
final class ProcessUsage {
    /** Linux counts CPU time for programs in hundredths of a second, whatever the kernel's own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final String PEAK = "VmHWM:";
    private static final double KIB_PER_MIB = 1024;

    private final long pid;
    private final Path directory;

    ProcessUsage(long pid) {
        this.pid = pid;
        this.directory = Path.of("/proc", Long.toString(pid));
    }

    long pid() {
        return pid;
    }

    /** CPU seconds, user's and system's, since the process began. */
    double cpuSeconds() {
        return cpuSeconds(read("stat"));
    }

    /** The most memory that was ever resident, in MiB. */
    double peakMib() {
        return peakMib(read("status"));
    }

    /** From the text of {@code stat}: fields 14 and 15; the second is the program's name in brackets and may hold blanks and brackets. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" +", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }

    /** From the text of {@code status}: its line {@code VmHWM: 123 kB}. */
    static double peakMib(String status) {
        return status.lines()
                        .filter(line -> line.startsWith(PEAK))
                        .map(line ->
                                line.substring(PEAK.length()).replace("kB", "").strip())
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElseThrow(() -> new BenchException("/proc/PID/status has no line " + PEAK))
                / KIB_PER_MIB;
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new BenchException(
                    directory.resolve(name) + " can't be read (" + e + "): the process ended, or this is not Linux", e);
        }
    }
}
