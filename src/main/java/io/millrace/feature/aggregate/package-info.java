/**
 * The aggregates: for each, which parts of state it needs and how its value is read from them.
 *
 * <p>May use {@code event}, {@code feature.state} and {@code feature.spi}. Start reading at {@link io.millrace.feature.aggregate.Aggregate}.
 */
@NullMarked
package io.millrace.feature.aggregate;

import org.jspecify.annotations.NullMarked;
