/**
 * Models of the store in Flink SQL: {@code CREATE MODEL} with the provider {@code onnx}, and {@code ML_PREDICT} (FLIP-437).
 *
 * <p>An entry point of its own, as {@code job} is: it brings the artefact store and the port {@code Scorer} on ONNX Runtime together. Start at {@link io.millrace.adapter.sql.OnnxProviderFactory}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.sql;
