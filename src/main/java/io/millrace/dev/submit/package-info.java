/**
 * The program behind {@code scripts/submit}: a job of a pipeline to a Flink cluster that is there already.
 *
 * <p>May use the definition, settings, the stack's Flink client and picocli. Start at {@link io.millrace.dev.submit.Submit}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.submit;
