/**
 * What settings say of lineage: where its events go.
 *
 * <p>May use {@code config}, {@code lineage} and {@code lineage.delivery}. Start at {@link io.millrace.adapter.lineage.Lineage}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.lineage;
