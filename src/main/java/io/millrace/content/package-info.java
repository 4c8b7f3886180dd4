/**
 * Texts and images of events as vectors: what is declared of them, the ports that compute them, and the step that does so once for each event.
 *
 * <p>May use events and dead letters. Start at {@link io.millrace.content.ContentVectors}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.content;
