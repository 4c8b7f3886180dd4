/**
 * Scoring with ensembles of decision trees in Java: the port {@link io.millrace.model.Scorer} over a flat layout of the
 * trees of an ONNX file, for models where it gives the bits that ONNX Runtime gives.
 *
 * <p>May use the port and the ONNX format; no other adapter. Start at {@link io.millrace.adapter.trees.TreeScorers}, which
 * decides who serves a model, then {@link io.millrace.adapter.trees.Forest}, which walks the trees.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.trees;
