package io.millrace.adapter.trees;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    Optional<TensorProto> tensor(String name) {
        return Optional.ofNullable(byName.get(name)).map(AttributeProto::getT);
    }
}
