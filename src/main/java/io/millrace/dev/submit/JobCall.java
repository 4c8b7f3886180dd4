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
        arguments.addAll(placed(Setting.MODELS_STORE));
        arguments.addAll(placed(Setting.LAKE_WAREHOUSE));
        arguments.addAll(placed(Setting.BOOTSTRAP_FROM));
        arguments.addAll(placed(Setting.BOOTSTRAP_OUT));
        return arguments;
    }

    /** A relative path is one of the user's, and no URI. */
    private List<String> placed(Setting setting) {
        String place = settings.text(setting);
        if (place.isEmpty() || URI.matcher(place).matches() || Path.of(place).isAbsolute()) {
            return List.of();
        }
        return List.of("--set", setting.key() + "=" + absolute(Path.of(place)));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
