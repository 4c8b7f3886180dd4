/**
 * The command line as a user runs it, and what it says, for programs that measure and prove.
 *
 * <p>May use the command line. Start at {@link io.millrace.dev.commands.Commands}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.commands;
