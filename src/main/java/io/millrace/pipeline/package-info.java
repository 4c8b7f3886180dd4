/**
 * The definition: {@code pipeline.yaml} with its Avro schemas and expressions, checked and compiled to plain data.
 *
 * <p>May use {@code config}, {@code event}, {@code feature}, {@code model}, and for reading what users wrote: YAML, Avro
 * schemas, CEL. Start at {@link io.millrace.pipeline.PipelineCompiler}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.pipeline;
