package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.ParameterException;
import io.millrace.feature.spi.Parameters;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads an aggregate that a user has written: its name, what it is of, and its parameters, which it checks itself. */
final class CustomSection {
    private static final int MOST_INPUTS = 2;
    private static final String EXAMPLE = "of: amount, or of: [latitude, longitude]";

    private final YamlMap map;

    CustomSection(YamlMap map) {
        this.map = map;
    }

    /** The aggregate; empty where it has problems. */
    Optional<DeclaredAggregate> read() {
        Optional<List<YamlValue>> inputs = map.require("of", "amount").flatMap(CustomSection::inputs);
        Optional<CustomAggregate> named = map.value("custom").flatMap(CustomAggregates::named);
        Optional<Parameters> parameters = CustomParameters.read(map);
        Optional<Custom> custom =
                named.isEmpty() || parameters.isEmpty() ? Optional.empty() : custom(named.get(), parameters.get());
        return inputs.isPresent() && custom.isPresent() && takes(custom.get(), inputs.get())
                ? Optional.of(declared(custom.get(), inputs.get()))
                : Optional.empty();
    }

    private static Optional<List<YamlValue>> inputs(YamlValue value) {
        return value.isList() ? ListValues.items(value, MOST_INPUTS, EXAMPLE) : Optional.of(List.of(value));
    }

    private static DeclaredAggregate declared(Custom custom, List<YamlValue> inputs) {
        YamlValue second = inputs.size() == 2 ? inputs.get(1) : null;
        return new DeclaredAggregate(AggregateKey.CUSTOM, custom, inputs.get(0), second, null, null, null);
    }

    private Optional<Custom> custom(CustomAggregate named, Parameters parameters) {
        try {
            Accumulator accumulator = named.accumulator(parameters);
            return areKnown(parameters)
                    ? Optional.of(new Custom(named.name(), named.version(), parameters.text(), accumulator))
                    : Optional.empty();
        } catch (ParameterException e) {
            problem(e.parameter(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // The class is not ours: whatever it throws is a problem of the definition that names it.
            map.value("custom")
                    .ifPresent(value -> value.problem("\"" + named.name() + "\" is of "
                            + named.getClass().getName() + ", which is in error: " + reason(e)));
        }
        return Optional.empty();
    }

    private static @Nullable String reason(RuntimeException e) {
        return e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
    }

    private boolean areKnown(Parameters parameters) {
        TreeSet<String> unknown = new TreeSet<>(parameters.names());
        unknown.removeAll(parameters.known());
        for (String name : unknown) {
            problem(name, "\"" + name + "\" is not known here" + hint(name, parameters));
        }
        return unknown.isEmpty();
    }

    private static String hint(String name, Parameters parameters) {
        return parameters.known().isEmpty()
                ? "; the aggregate has no parameters"
                : Names.hint(name, new TreeSet<>(parameters.known()));
    }

    /** A problem at a parameter, or, where it is not there, at the declaration. */
    private void problem(String parameter, String what) {
        CustomParameters.value(map, parameter).ifPresentOrElse(value -> value.problem(what), () -> map.self()
                .problem("parameters." + parameter + " " + what));
    }

    private boolean takes(Custom custom, List<YamlValue> inputs) {
        int taken = custom.accumulator().inputs();
        if (taken != inputs.size()) {
            String found =
                    map.value("of").filter(YamlValue::isList).isEmpty() ? "one value" : inputs.size() + " values";
            map.value("of")
                    .ifPresent(value -> value.problem("is " + found + ", but " + custom.name() + " takes " + taken
                            + "; write for example of: " + (taken == 1 ? "amount" : "[latitude, longitude]")));
        }
        return taken == inputs.size();
    }
}
