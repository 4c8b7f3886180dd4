package io.millrace.dev.submit;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a job's main class is called with: the user's choices, with paths that mean the same wherever they are read.
 *
 * @param files settings, the later ones override
 * @param assignments {@code key=value} each
 * @param settings what files, environment and assignments come to
 */
record JobCall(Path pipeline, List<Path> files, List<String> assignments, Settings settings) {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");

    JobCall {
        files = List.copyOf(files);
        assignments = List.copyOf(assignments);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--pipeline", absolute(pipeline)));
        files.forEach(file -> arguments.addAll(List.of("--settings", absolute(file))));
        assignments.forEach(assignment -> arguments.addAll(List.of("--set", assignment)));
        String store = settings.text(Setting.MODELS_STORE);
        if (!URI.matcher(store).matches() && !Path.of(store).isAbsolute()) {
            arguments.addAll(List.of("--set", Setting.MODELS_STORE.key() + "=" + absolute(Path.of(store))));
        }
        return arguments;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
