package io.millrace.dev;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How Flink's programs run: its own jars and those of its lib, the configuration, and what it must open of Java 17. */
final class FlinkJvm {
    private static final List<String> MODULES = List.of(
            "--add-exports=java.base/sun.net.util=ALL-UNNAMED",
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    /** Keeps the C library from holding on to the memory of models that were replaced, and ONNX Runtime from reporting. */
    private static final Map<String, String> NATIVE =
            Map.of("MALLOC_TRIM_THRESHOLD_", "65536", "ORT_DISABLE_TELEMETRY", "1");

    private final StackDirectory directory;
    private final StackJars jars;
    private final List<Path> lib;
    private final Path configuration;

    FlinkJvm(StackDirectory directory, StackJars jars, List<Path> lib, Path configuration) {
        this.directory = directory;
        this.jars = jars;
        this.lib = lib;
        this.configuration = configuration;
    }

    /** A process of the cluster, whose log the web UI shows. */
    Part part(String name, List<String> options, String main) {
        List<String> all = new ArrayList<>(options);
        all.add("-Dlog.file=" + directory.log(name));
        return new Part(name, command(all, main, List.of("--configDir", configuration.toString())), directory);
    }

    JavaCommand command(List<String> options, String main, List<String> arguments) {
        List<String> all = new ArrayList<>(options);
        all.addAll(MODULES);
        all.add(Logging.option(directory));
        all.addAll(JavaCommand.classPath(Stream.concat(lib.stream().map(Path::toString), Stream.of(jars.flink()))));
        List<String> program = new ArrayList<>(List.of(main));
        program.addAll(arguments);
        Map<String, String> environment = new HashMap<>(NATIVE);
        environment.put("FLINK_CONF_DIR", configuration.toString());
        return new JavaCommand(all, program, environment);
    }
}
