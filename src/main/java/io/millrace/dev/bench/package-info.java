/**
 * Benchmarks of whole jobs on a local stack of their own: what is measured, checked and printed.
 *
 * <p>May use the local stack and all that prepares events and models for it. Start at {@link io.millrace.dev.bench.Bench}; to add a benchmark, add a
 * subcommand there and collect its {@link io.millrace.dev.bench.Figures}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.bench;
