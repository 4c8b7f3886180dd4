/**
 * The state of one entity: rows of its events, and structures that are fed with the rows as time moves on. It knows edges of windows and bytes, and no aggregate.
 *
 * <p>May use {@code event}. Start reading at {@link io.millrace.feature.state.PartState}.
 */
@NullMarked
package io.millrace.feature.state;

import org.jspecify.annotations.NullMarked;
