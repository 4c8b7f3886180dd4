/**
 * Scoring with ONNX Runtime: the port {@link io.millrace.model.Scorer} over the shared sessions of {@code io.millrace.onnx}.
 *
 * <p>May use the domain and {@code io.millrace.onnx}; no other adapter. Start at {@link io.millrace.adapter.onnx.OnnxScorer}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.onnx;
