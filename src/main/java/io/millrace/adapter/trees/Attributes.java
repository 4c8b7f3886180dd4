package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The attributes of a node by name; lists that are not given are empty. */
final class Attributes {
    private final Map<String, AttributeProto> byName = new HashMap<>();

    Attributes(NodeProto node) {
        node.getAttributeList().forEach(attribute -> byName.put(attribute.getName(), attribute));
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    long integer(String name, long otherwise) {
        AttributeProto attribute = byName.get(name);
        return attribute == null ? otherwise : attribute.getI();
    }

    String text(String name, String otherwise) {
        AttributeProto attribute = byName.get(name);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    List<Long> integers(String name) {
        AttributeProto attribute = byName.get(name);
        return attribute == null ? List.of() : attribute.getIntsList();
    }

    List<Float> floats(String name) {
        AttributeProto attribute = byName.get(name);
        return attribute == null ? List.of() : attribute.getFloatsList();
    }

    List<String> texts(String name) {
        AttributeProto attribute = byName.get(name);
        return attribute == null
                ? List.of()
                : attribute.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList();
    }

    /** The numbers of a tensor of floats; none where it is absent or of another type. */
    List<Float> floatTensor(String name) {
        TensorProto tensor = tensor(name).orElse(TensorProto.getDefaultInstance());
        if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
            return List.of();
        }
        if (tensor.getFloatDataCount() > 0) {
            return tensor.getFloatDataList();
        }
        FloatBuffer raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        return IntStream.range(0, raw.limit()).mapToObj(raw::get).toList();
    }

    /** The numbers of a tensor of unsigned bytes; none where it is absent or of another type. */
    List<Long> byteTensor(String name) {
        TensorProto tensor = tensor(name).orElse(TensorProto.getDefaultInstance());
        if (tensor.getDataType() != TensorProto.DataType.UINT8.getNumber()) {
            return List.of();
        }
        if (tensor.getInt32DataCount() > 0) {
            return tensor.getInt32DataList().stream().map(Integer::longValue).toList();
        }
        ByteString raw = tensor.getRawData();
        return IntStream.range(0, raw.size())
                .mapToObj(i -> raw.byteAt(i) & 0xFFL)
                .toList();
    }

    Optional<TensorProto> tensor(String name) {
        return Optional.ofNullable(byName.get(name)).map(AttributeProto::getT);
    }
}
