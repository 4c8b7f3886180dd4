/**
 * Training with XGBoost, and its models as ONNX with the same margins to the bit.
 *
 * <p>Used by the command line and batch jobs, never by a streaming job. May use the domain, XGBoost and the ONNX format; no
 * other adapter. Start at {@link io.millrace.adapter.xgboost.Bootstrap}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.xgboost;
