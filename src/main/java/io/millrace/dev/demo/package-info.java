/**
 * The demo: the local stack, both jobs, events at a steady pace, and a live view of what comes out.
 *
 * <p>May use the stack, the feed, training and the adapters. Start at {@link io.millrace.dev.demo.Demo}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.demo;
