package io.millrace.feature.spi;

/**
 * An aggregate that a definition can name: {@code {custom: geo_spread, of: [latitude, longitude], window: 7d}}.
 *
 * <p>An implementation is a public class with a public constructor without parameters. Its jar names it in the file
 * {@code META-INF/services/io.millrace.feature.spi.CustomAggregate} and lies on the class path of the command line and of the jobs.
 */
public interface CustomAggregate {
    /** What {@code custom} says: a lower-case letter, then up to 62 lower-case letters, digits and underscores. No other aggregate on the class path has the same. */
    String name();

    /**
     * The version of what is computed, at least 1. To be raised with every change by which the same events contribute or result in other numbers: it is part of the feature's
     * definition, hence of the fingerprint, and state of another version is not read but made anew.
     */
    int version();

    /**
     * What accumulates values for one declaration. Called when a definition is compiled: on the command line, and in each operator.
     *
     * @param parameters as declared; each one that is known is to be asked for, because those that were not are reported as unknown
     * @throws ParameterException where a parameter is wrong; the message is shown to the user at its place in the definition
     */
    Accumulator accumulator(Parameters parameters);
}
