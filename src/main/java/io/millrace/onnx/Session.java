package io.millrace.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A loaded session with what is known about it. */
final class Session {
    private final OrtSession session;
    private final List<OnnxValue> inputs;
    private final List<OnnxValue> outputs;
    private final Set<String> misdeclared;
    private final Map<String, String> metadata;

    private Session(
            OrtSession session,
            List<OnnxValue> inputs,
            List<OnnxValue> outputs,
            Set<String> misdeclared,
            Map<String, String> metadata) {
        this.session = session;
        this.inputs = inputs;
        this.outputs = outputs;
        this.misdeclared = misdeclared;
        this.metadata = metadata;
    }

    /** Reads what the session declares. */
    static Session of(OrtSession session) throws OrtException {
        return new Session(
                session,
                values(session.getInputInfo().values()),
                values(session.getOutputInfo().values()),
                Set.of(),
                session.getMetadata().getCustomMetadata());
    }

    /** The same session whose outputs are known better. */
    Session withOutputs(List<OnnxValue> found) {
        Set<String> misdeclared = new HashSet<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (!admits(outputs.get(i).shape(), found.get(i).shape())) {
                misdeclared.add(outputs.get(i).name());
            }
        }
        return new Session(session, inputs, List.copyOf(found), misdeclared, metadata);
    }

    private static boolean admits(List<Long> declared, List<Long> found) {
        return declared.size() == found.size()
                && IntStream.range(0, found.size())
                        .allMatch(i -> declared.get(i) == OnnxValue.DYNAMIC
                                || declared.get(i).equals(found.get(i)));
    }

    /** Whether the output has another shape than the file says, so that ONNX Runtime writes it into no buffer of that shape. */
    boolean isMisdeclared(String output) {
        return misdeclared.contains(output);
    }

    OrtSession session() {
        return session;
    }

    List<OnnxValue> inputs() {
        return inputs;
    }

    List<OnnxValue> outputs() {
        return outputs;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private static List<OnnxValue> values(Collection<NodeInfo> nodes) {
        return nodes.stream().map(Session::value).toList();
    }

    private static OnnxValue value(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
            return new OnnxValue(node.getName(), tensor.type.toString().toLowerCase(Locale.ROOT), shape);
        }
        return new OnnxValue(node.getName(), node.getInfo() instanceof MapInfo ? "map" : "sequence", List.of());
    }
}
