package io.millrace.feature.spi;

/** Says what is wrong with a parameter of a {@link CustomAggregate}. */
public final class ParameterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameter;

    /**
     * Names a parameter and what is wrong with it.
     *
     * @param problem follows the parameter's place, so that it reads on from there, for example {@code is 0; expected a number above 0}
     */
    public ParameterException(String parameter, String problem) {
        super(problem);
        this.parameter = parameter;
    }

    /** The key in {@code parameters}. */
    public String parameter() {
        return parameter;
    }
}
