package io.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code to the table of packages in ARCHITECTURE.md. */
class ArchitectureTest {
    private static final String BASE = "io.millrace.";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final List<String> ALWAYS = List.of("java.", "javax.", "org.jspecify.");

    private static JavaClasses classes;
    private static Map<String, Row> table;

    /** A row of the table: what a package may use. */
    private record Row(List<String> packages, List<String> libraries) {}

    @BeforeAll
    static void read() throws IOException {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.millrace");
        table = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("ARCHITECTURE.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 6 && cells[1].strip().startsWith("`")) {
                table.put(quoted(cells[1]).get(0), new Row(quoted(cells[3]), quoted(cells[4])));
            }
        }
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(q -> q.replace("`", ""))
                .toList();
    }

    @Test
    void everyPackageHasARowAndEveryRowAPackage() {
        List<String> packages = classes.stream()
                .map(ArchitectureTest::packageOf)
                .distinct()
                .sorted()
                .toList();

        assertThat(packages).isNotEmpty().containsExactlyElementsOf(table.keySet());
    }

    @Test
    void packagesUseOnlyWhatTheTableAllows() {
        List<String> violations = new ArrayList<>();
        for (JavaClass origin : classes) {
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (!target.isPrimitive() && !allowed(packageOf(origin), target)) {
                    violations.add(origin.getName() + " uses " + target.getName() + ": the row of `" + packageOf(origin)
                            + "` in ARCHITECTURE.md does not name it");
                }
            }
        }
        assertThat(violations.stream().distinct().sorted().toList()).isEmpty();
    }

    @Test
    void theTableAllowsNothingThatIsNotUsed() {
        Map<String, Set<String>> used = new TreeMap<>();
        for (JavaClass origin : classes) {
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                String user = packageOf(origin);
                if (target.getName().startsWith(BASE)) {
                    used.computeIfAbsent(user, name -> new TreeSet<>()).add(packageOf(target));
                }
                libraryOf(user, target).ifPresent(library -> used.computeIfAbsent(user, name -> new TreeSet<>())
                        .add(library));
            }
        }
        table.forEach((name, row) -> assertThat(used.getOrDefault(name, Set.of()))
                .as("what `%s` uses of its row", name)
                .containsAll(row.packages())
                .containsAll(row.libraries()));
    }

    private static Optional<String> libraryOf(String user, JavaClass target) {
        Row row = table.get(user);
        return row == null
                ? Optional.empty()
                : row.libraries().stream()
                        .filter(library -> target.getName().startsWith(library + "."))
                        .findFirst();
    }

    @Test
    void noPackageUsesOneThatUsesIt() {
        for (String name : table.keySet()) {
            assertThat(reachable(name, new ArrayList<>()))
                    .as("what %s uses, directly or not", name)
                    .doesNotContain(name);
        }
    }

    private static List<String> reachable(String name, List<String> found) {
        for (String next : table.get(name).packages()) {
            if (!found.contains(next)) {
                found.add(next);
                reachable(next, found);
            }
        }
        return found;
    }

    private static boolean allowed(String from, JavaClass target) {
        Row row = table.get(from);
        if (row == null) {
            return false;
        }
        if (target.getName().startsWith(BASE)) {
            String to = packageOf(target);
            return to.equals(from) || row.packages().contains(to);
        }
        return ALWAYS.stream().anyMatch(target.getName()::startsWith)
                || libraryOf(from, target).isPresent();
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(BASE.length());
    }
}
