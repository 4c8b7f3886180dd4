/**
 * What users wrote and what is wrong with it: problems with their place, settings of a deployment.
 *
 * <p>Uses nothing else of Millrace. Start at {@link io.millrace.config.Problems}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.config;
