package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates that users have written, as far as they lie on the class path. In a job they are looked for where the job's own classes come from: by the thread's context class
 * loader, which Flink sets.
 */
final class CustomAggregates {
    private static final String SERVICE = "META-INF/services/" + CustomAggregate.class.getName();

    private CustomAggregates() {}

    /** The aggregate of a name; else a problem. */
    static Optional<CustomAggregate> named(YamlValue value) {
        Optional<String> name = value.text();
        return name.isEmpty() ? Optional.empty() : named(name.get(), value);
    }

    private static Optional<CustomAggregate> named(String name, YamlValue value) {
        List<CustomAggregate> found = new ArrayList<>();
        try {
            ServiceLoader.load(CustomAggregate.class, Thread.currentThread().getContextClassLoader())
                    .forEach(found::add);
        } catch (ServiceConfigurationError e) {
            value.problem("can't be looked for, because a custom aggregate on the class path can't be loaded: "
                    + e.getMessage() + reason(e.getCause()));
            return Optional.empty();
        }
        List<CustomAggregate> matching =
                found.stream().filter(each -> name.equals(each.name())).toList();
        if (matching.size() != 1) {
            value.problem("\"" + name + "\" " + (matching.isEmpty() ? missing(name, found) : ambiguous(matching)));
            return Optional.empty();
        }
        return Optional.of(matching.get(0));
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null ? "" : " (" + cause + ")";
    }

    private static String missing(String name, List<CustomAggregate> found) {
        return "is no custom aggregate on the class path"
                + Names.hint(
                        name, found.stream().map(CustomAggregate::name).sorted().toList())
                + "; its jar must hold " + SERVICE + " and be named in MILLRACE_CLASSPATH for the command line and for"
                + " scripts/submit, and lie beside the job's jar in usrlib/ in application mode";
    }

    private static String ambiguous(List<CustomAggregate> matching) {
        List<String> classes = matching.stream()
                .map(each -> each.getClass().getName())
                .sorted()
                .toList();
        return "is the name of " + String.join(" and ", classes)
                + "; take one of their jars off the class path, or give one of them another name";
    }
}
