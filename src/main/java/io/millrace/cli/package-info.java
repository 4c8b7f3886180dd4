/**
 * The command line: what a person asks of a definition without a cluster. Results go to standard output, complaints to
 * standard error; exit code 0 is success, 1 a failure, 2 a definition or an argument that can't be used.
 *
 * <p>May use every other package. Start at {@link io.millrace.cli.Millrace}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.cli;
