package io.millrace.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** A model that adds 1 to its input so often as the largest input of the batch says: it takes as long as it is told to. */
public final class LoopModel {
    private LoopModel() {}

    public static byte[] bytes() {
        GraphProto graph = GraphProto.newBuilder()
                .setName("loop")
                .addInput(value("vector", DataType.FLOAT, List.of(-1, 1)))
                .addNode(node("ReduceMax", "vector", "largest", integer("keepdims", 0)))
                .addNode(node("Cast", "largest", "times", integer("to", DataType.INT64.getNumber())))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Loop")
                        .addInput("times")
                        .addInput("")
                        .addInput("vector")
                        .addOutput("score")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("body")
                                .setType(AttributeType.GRAPH)
                                .setG(body())))
                .addOutput(value("score", DataType.FLOAT, List.of(-1, 1)))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(12))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static GraphProto body() {
        return GraphProto.newBuilder()
                .setName("body")
                .addInput(value("count", DataType.INT64, List.of()))
                .addInput(value("before", DataType.BOOL, List.of()))
                .addInput(value("sum", DataType.FLOAT, List.of(-1, 1)))
                .addInitializer(TensorProto.newBuilder()
                        .setName("one")
                        .setDataType(DataType.FLOAT.getNumber())
                        .addFloatData(1))
                .addNode(node("Identity", "before", "after"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Add")
                        .addInput("sum")
                        .addInput("one")
                        .addOutput("next"))
                .addOutput(value("after", DataType.BOOL, List.of()))
                .addOutput(value("next", DataType.FLOAT, List.of(-1, 1)))
                .build();
    }

    private static NodeProto node(String operator, String input, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(input)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value)
                .build();
    }

    private static ValueInfoProto value(String name, DataType type, List<Integer> dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int dimension : dimensions) {
            shape.addDim(
                    dimension < 0
                            ? Dimension.newBuilder().setDimParam("N")
                            : Dimension.newBuilder().setDimValue(dimension));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }
}
