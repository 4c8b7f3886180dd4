/**
 * What data comes from and where it goes: of each feature the fields that feed it, of each job the datasets that it reads and writes; told as events of OpenLineage.
 *
 * <p>May use {@code event}, {@code feature}, {@code model} and {@code pipeline}. Start at {@link io.millrace.lineage.FieldLineage}, then {@link io.millrace.lineage.PipelineJobs}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.lineage;
