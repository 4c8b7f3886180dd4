/**
 * What a user implements to bring an aggregate of one's own: a class, found by {@link java.util.ServiceLoader}, that a definition names with {@code custom}.
 *
 * <p>Uses nothing else of Millrace. Start reading at {@link io.millrace.feature.spi.CustomAggregate}; {@code feature.spi.testing} checks implementations.
 */
@NullMarked
package io.millrace.feature.spi;

import org.jspecify.annotations.NullMarked;
