/**
 * The proof: a pipeline's jobs on real events while processes are killed and jobs are rescaled, and then everything that must hold of what they wrote.
 *
 * <p>May use the stack, the feed, training and the command line. Start at {@link io.millrace.dev.proof.Prove}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.proof;
