/**
 * The main classes that are submitted to Flink. Each reads like the flow in ARCHITECTURE.md.
 *
 * <p>May use everything but the command line and the local stack. Start at {@link io.millrace.job.ScoringJob}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.job;
