/**
 * Checks what ships beside the code: the files under {@code docker/} and the consumer under {@code examples/}.
 *
 * <p>May use everything. Start at {@link io.millrace.examples.DockerfileTest}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.examples;
