package io.millrace.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the deployment files refer to in the image and in the code, and which of it is not there.
 *
 * @param project the project's root
 * @param image what is in the image
 */
record DeploymentPaths(Path project, Dockerfile image) {
    private static final Pattern FILE = Pattern.compile("/opt/flink/(jobs|schemas|conf-millrace|usrlib)/[\\w./-]+");
    private static final Pattern CLASS = Pattern.compile("io\\.millrace\\.job\\.\\w+");

    /** The files named in a text that the image does not get from the project. A folder that a text names alone is not checked. */
    List<String> missingFiles(String text) {
        return FILE.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(this::isMissing)
                .toList();
    }

    private boolean isMissing(String inImage) {
        Optional<String> origin = image.origin(inImage);
        if (origin.isEmpty()) {
            return true;
        }
        Path file = project.resolve(origin.get());
        boolean built = origin.get().startsWith("target/") || !Files.exists(file.getParent());
        return !built && !Files.exists(file);
    }

    /** The main classes named in a text that have no source; none where the jobs have no sources at all. */
    List<String> missingClasses(String text) {
        Path jobs = project.resolve("src/main/java/io/millrace/job");
        return CLASS.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> Files.isDirectory(jobs)
                        && !Files.exists(jobs.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java")))
                .toList();
    }
}
