package io.millrace.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Map;

/** A model whose score is the sum of the row, and its variations that don't fit. */
public final class TinyModel {
    private DataType type = DataType.FLOAT;
    private int rows = -1;
    private String output = "score";
    private boolean keepsDimension = true;
    private boolean zipped = false;
    private boolean picky = false;
    private int opset = 12;
    private boolean custom = false;
    private boolean chance = false;
    private boolean external = false;
    private Map<String, String> metadata = Map.of();

    public TinyModel metadata(Map<String, String> entries) {
        metadata = entries;
        return this;
    }

    public TinyModel ofLongs() {
        type = DataType.INT64;
        return this;
    }

    public TinyModel rows(int fixed) {
        rows = fixed;
        return this;
    }

    public TinyModel output(String name) {
        output = name;
        return this;
    }

    public TinyModel flat() {
        keepsDimension = false;
        return this;
    }

    /** The output becomes a sequence of maps, as scikit-learn's converters make it for classifiers. */
    public TinyModel zipped() {
        zipped = true;
        return this;
    }

    /** Takes one input, scores 0, 0.25, 0.5 and 0.75 for 0, 1, 2 and 3, and fails a batch that holds another number. */
    public TinyModel picky() {
        picky = true;
        return this;
    }

    /** It is written for this version of ONNX's operators. */
    public TinyModel opset(int version) {
        opset = version;
        return this;
    }

    /** Gives the output as floats too, named {@code chance}. */
    public TinyModel withChance() {
        chance = true;
        return this;
    }

    /** An operator that only its author has stands beside the sum. */
    public TinyModel withCustomOperator() {
        custom = true;
        return this;
    }

    /** Weights lie in another file. */
    public TinyModel withExternalWeights() {
        external = true;
        return this;
    }

    public byte[] bytes(int width) {
        GraphProto.Builder graph =
                GraphProto.newBuilder().setName("tiny").addInput(value("vector", tensor(rows, width)));
        if (picky) {
            addLookup(graph);
        } else {
            graph.addNode(zipped ? zipMap(width) : opset < 13 ? sum() : largest());
        }
        if (chance) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Cast")
                    .addInput(output)
                    .addOutput("chance")
                    .addAttribute(AttributeProto.newBuilder()
                            .setName("to")
                            .setType(AttributeProto.AttributeType.INT)
                            .setI(DataType.FLOAT.getNumber())));
        }
        if (custom) {
            graph.addNode(NodeProto.newBuilder()
                    .setOpType("Tokenize")
                    .setDomain("com.example")
                    .addInput("vector")
                    .addOutput("tokens"));
        }
        if (external) {
            graph.addInitializer(TensorProto.newBuilder()
                    .setName("layer.weight")
                    .setDataType(DataType.FLOAT.getNumber())
                    .addDims(1)
                    .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                    .addExternalData(StringStringEntryProto.newBuilder()
                            .setKey("location")
                            .setValue("model.data")));
        }
        graph.addOutput(
                zipped ? value(output, maps()) : value(output, keepsDimension ? tensor(rows, 1) : tensor(rows)));
        if (chance) {
            type = DataType.FLOAT;
            graph.addOutput(value("chance", tensor(rows, 1)));
        }
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    /** The sum of two inputs, and weights of no effect: floats, kept because an operator adds what it sums up to nothing. */
    public static byte[] withWeights(int count, String name) {
        TinyModel model = new TinyModel();
        TensorProto.Builder weights = TensorProto.newBuilder()
                .setName("weights")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(2)
                .addDims(count / 2)
                .setRawData(ByteString.copyFrom(new byte[count * Float.BYTES]));
        AttributeProto.Builder axes = AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1);
        GraphProto graph = GraphProto.newBuilder()
                .setName("weighted")
                .addInput(value("vector", model.tensor(-1, 2)))
                .addInitializer(weights)
                .addNode(NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .addInput("vector")
                        .addInput("weights")
                        .addOutput("wide"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("ReduceSum")
                        .addInput("wide")
                        .addOutput("nothing")
                        .addAttribute(axes))
                .addNode(NodeProto.newBuilder()
                        .setOpType("ReduceSum")
                        .addInput("vector")
                        .addOutput("sum")
                        .addAttribute(axes))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Add")
                        .addInput("sum")
                        .addInput("nothing")
                        .addOutput("score"))
                .addOutput(value("score", model.tensor(-1, 1)))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName(name)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(12))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private void addLookup(GraphProto.Builder graph) {
        TensorProto.Builder table = TensorProto.newBuilder()
                .setName("table")
                .setDataType(DataType.FLOAT.getNumber())
                .addDims(4);
        for (int i = 0; i < 4; i++) {
            table.addFloatData(i / 4f);
        }
        AttributeProto.Builder toLong = AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(DataType.INT64.getNumber());
        graph.addInitializer(table)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addInput("vector")
                        .addOutput("index")
                        .addAttribute(toLong))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gather")
                        .addInput("table")
                        .addInput("index")
                        .addOutput(output));
    }

    /** Each element by itself; newer versions of ReduceSum take their axes otherwise. */
    private NodeProto largest() {
        return NodeProto.newBuilder()
                .setOpType("Relu")
                .addInput("vector")
                .addOutput(output)
                .build();
    }

    private NodeProto sum() {
        return NodeProto.newBuilder()
                .setOpType("ReduceSum")
                .addInput("vector")
                .addOutput(output)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(1))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("keepdims")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(keepsDimension ? 1 : 0))
                .build();
    }

    private NodeProto zipMap(int width) {
        AttributeProto.Builder labels =
                AttributeProto.newBuilder().setName("classlabels_int64s").setType(AttributeProto.AttributeType.INTS);
        for (int i = 0; i < width; i++) {
            labels.addInts(i);
        }
        return NodeProto.newBuilder()
                .setOpType("ZipMap")
                .setDomain("ai.onnx.ml")
                .addInput("vector")
                .addOutput(output)
                .addAttribute(labels)
                .build();
    }

    private TypeProto tensor(int... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int dimension : dimensions) {
            shape.addDim(
                    dimension < 0
                            ? Dimension.newBuilder().setDimParam("N")
                            : Dimension.newBuilder().setDimValue(dimension));
        }
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape))
                .build();
    }

    private static TypeProto maps() {
        TypeProto scalar = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.getNumber()))
                .build();
        TypeProto map = TypeProto.newBuilder()
                .setMapType(TypeProto.Map.newBuilder()
                        .setKeyType(DataType.INT64.getNumber())
                        .setValueType(scalar))
                .build();
        return TypeProto.newBuilder()
                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map))
                .build();
    }

    private static ValueInfoProto value(String name, TypeProto type) {
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }
}
