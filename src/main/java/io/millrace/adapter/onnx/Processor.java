package io.millrace.adapter.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What of the processor decides which kernels ONNX Runtime takes, and so the bits of a score. */
final class Processor {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    // The extensions that its kernels are chosen by, on x86 and on ARM.
    private static final List<String> EXTENSIONS = List.of(
            "amx_int8",
            "amx_bf16",
            "avx512f",
            "avx512bw",
            "avx512dq",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "avx_vnni",
            "avx2",
            "fma",
            "f16c",
            "avx",
            "sse4_1",
            "asimd",
            "asimdhp",
            "asimddp",
            "i8mm",
            "bf16",
            "sve");

    private Processor() {}

    /** For example {@code x86_64 avx512f avx2 fma}; the architecture alone where the system doesn't list more. */
    static String describe() {
        return describe(System.getProperty("os.arch", "unknown"), cpuinfo());
    }

    static String describe(String architecture, List<String> cpuinfo) {
        Set<String> flags = cpuinfo.stream()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> Set.copyOf(
                        List.of(line.substring(line.indexOf(':') + 1).strip().split(" +"))))
                .orElse(Set.of());
        Stream<String> name = Stream.of(architecture.equals("amd64") ? "x86_64" : architecture);
        return String.join(
                " ",
                Stream.concat(name, EXTENSIONS.stream().filter(flags::contains)).toList());
    }

    private static List<String> cpuinfo() {
        try {
            return Files.isReadable(CPUINFO) ? Files.readAllLines(CPUINFO) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
