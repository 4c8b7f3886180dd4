package io.millrace.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory of this process and what its container or machine has left, in bytes, as Linux tells it under {@code /proc} and {@code
 * /sys/fs/cgroup}; unknown on other systems.
 */
final class ResidentMemory {
    private static final long KIB = 1024;

    private final Path proc;
    private final Path cgroups;

    ResidentMemory() {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    ResidentMemory(Path proc, Path cgroups) {
        this.proc = proc;
        this.cgroups = cgroups;
    }

    /** What this process holds, without files that it has mapped. */
    OptionalLong used() {
        return kilobytes(proc.resolve("self/status"), "RssAnon:");
    }

    /** What may be taken before the container's limit, or the machine's, is reached. */
    OptionalLong left() {
        OptionalLong machine = kilobytes(proc.resolve("meminfo"), "MemAvailable:");
        OptionalLong container = container();
        if (machine.isEmpty() || container.isEmpty()) {
            return machine.isPresent() ? machine : container;
        }
        return OptionalLong.of(Math.min(machine.getAsLong(), container.getAsLong()));
    }

    /** The least that is left in this process's control group and those around it. */
    private OptionalLong container() {
        return lines(proc.resolve("self/cgroup")).stream()
                .map(this::group)
                .flatMap(Optional::stream)
                .flatMap(group -> Stream.iterate(group, g -> g.startsWith(cgroups), Path::getParent))
                .map(ResidentMemory::leftIn)
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    /** The directory of a line of /proc/self/cgroup: {@code 0::/path} in version 2, {@code 4:memory:/path} in version 1. */
    private Optional<Path> group(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
            return Optional.empty();
        }
        String path = parts[2].substring(1);
        if (parts[1].isEmpty()) {
            return Optional.of(cgroups.resolve(path).normalize());
        }
        return List.of(parts[1].split(",")).contains("memory")
                ? Optional.of(cgroups.resolve("memory").resolve(path).normalize())
                : Optional.empty();
    }

    private static OptionalLong leftIn(Path group) {
        OptionalLong limit = number(group.resolve("memory.max"), group.resolve("memory.limit_in_bytes"));
        OptionalLong used = number(group.resolve("memory.current"), group.resolve("memory.usage_in_bytes"));
        if (limit.isEmpty() || used.isEmpty()) {
            return OptionalLong.empty();
        }
        // Files that nobody used lately are dropped before anything is refused.
        long cached = field(group.resolve("memory.stat"), "inactive_file").orElse(0);
        return OptionalLong.of(limit.getAsLong() - used.getAsLong() + cached);
    }

    private static OptionalLong number(Path file, Path orFile) {
        List<String> lines = Files.isReadable(file) ? lines(file) : lines(orFile);
        return lines.isEmpty() || !lines.get(0).matches("[0-9]{1,18}")
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(lines.get(0)));
    }

    private static OptionalLong kilobytes(Path file, String name) {
        OptionalLong value = field(file, name);
        return value.isPresent() ? OptionalLong.of(value.getAsLong() * KIB) : value;
    }

    private static OptionalLong field(Path file, String name) {
        return lines(file).stream()
                .map(line -> line.split("\\s+", -1))
                .filter(words -> words.length > 1 && words[0].equals(name))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
