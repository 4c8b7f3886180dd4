/**
 * What must be provable: dead letters and why, evidence, reconciliation of what was read with what came out.
 *
 * <p>Pure Java; may use {@code event}. Start at {@link io.millrace.governance.DeadLetter}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.governance;
