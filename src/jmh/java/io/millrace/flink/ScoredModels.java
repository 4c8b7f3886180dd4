package io.millrace.flink;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.trees.TreeScorers;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.ModelDigest;
import io.millrace.model.Scorer;
import java.io.IOException;
import java.util.Random;

/** The models of the benchmark of scoring, each from a vector [N, {@link #WIDTH}] of floats to a score [N, 1]. */
final class ScoredModels {
    static final int WIDTH = 32;

    private static final int DEPTH = 6;
    private static final int HIDDEN = 64;
    private static final int SEED = 7;

    private ScoredModels() {}

    /** A model by name: {@code mlp} of 32-64-64-1, or trees of depth 6 by their number, as {@code trees100}. */
    static byte[] onnx(String name) {
        return name.equals("mlp")
                ? mlp()
                : TrainedTrees.onnx(WIDTH, Integer.parseInt(name.substring("trees".length())), DEPTH, SEED);
    }

    /** The same model under another digest, for each variant. */
    static byte[] onnx(String name, int variant) throws IOException {
        return ModelProto.parseFrom(onnx(name)).toBuilder()
                .addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey("variant").setValue(Integer.toString(variant)))
                .build()
                .toByteArray();
    }

    /**
     * Opens a model.
     *
     * @param inJava whether trees are scored in Java
     */
    static Scorer open(byte[] artefact, int capacity, boolean inJava) {
        String digest = ModelDigest.of(artefact);
        Scorer onnx = OnnxScorer.open(artefact, digest, TrainedTrees.FINGERPRINT, WIDTH, capacity);
        return inJava ? TreeScorers.preferred(onnx, artefact, digest, rows(1_024)) : onnx;
    }

    private static byte[] mlp() {
        Random random = new Random(SEED);
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("mlp")
                .addInput(floats("vector", WIDTH))
                .addOutput(floats("score", 1));
        layer(graph, random, "vector", "first", WIDTH, HIDDEN, "Relu");
        layer(graph, random, "first", "second", HIDDEN, HIDDEN, "Relu");
        layer(graph, random, "second", "score", HIDDEN, 1, "Sigmoid");
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("millrace.fingerprint")
                        .setValue(TrainedTrees.FINGERPRINT))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /** A dense layer: the input times weights, with a bias, through an activation. */
    private static void layer(
            GraphProto.Builder graph, Random random, String from, String to, int inputs, int outputs, String by) {
        graph.addInitializer(weights(random, to + "_weights", inputs, outputs))
                .addInitializer(weights(random, to + "_bias", 1, outputs))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gemm")
                        .addInput(from)
                        .addInput(to + "_weights")
                        .addInput(to + "_bias")
                        .addOutput(to + "_sum"))
                .addNode(NodeProto.newBuilder()
                        .setOpType(by)
                        .addInput(to + "_sum")
                        .addOutput(to));
    }

    /** Small enough that the score of any row is a finite number. */
    private static TensorProto weights(Random random, String name, int rows, int columns) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(rows)
                .addDims(columns);
        for (int i = 0; i < rows * columns; i++) {
            tensor.addFloatData((float) (random.nextGaussian() / HIDDEN));
        }
        return tensor.build();
    }

    private static ValueInfoProto floats(String name, int columns) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(Dimension.newBuilder().setDimParam("N"))
                                        .addDim(Dimension.newBuilder().setDimValue(columns)))))
                .build();
    }

    /** Rows with every value there: an MLP gives no score for a missing one. */
    static float[] rows(int count) {
        float[] rows = TrainedTrees.rows(WIDTH, count, SEED);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Float.isNaN(rows[i]) ? 0 : rows[i];
        }
        return rows;
    }
}
