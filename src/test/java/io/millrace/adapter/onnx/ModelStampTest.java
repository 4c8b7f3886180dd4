package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.config.DefinitionException;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.TinyModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stamped files are compared with what Protocol Buffers' own library reads from them. */
class ModelStampTest {
    @ParameterizedTest
    @ValueSource(strings = {"sklearn-forest", "xgboost", "lightgbm", "catboost-regressor", "torch-two-inputs"})
    void changesNothingButTheMetadata(String name) throws InvalidProtocolBufferException {
        KeptModel kept = new KeptModel(name);
        ModelProto before = ModelProto.parseFrom(kept.artefact());

        byte[] stamped = new ModelStamp(name, kept.artefact())
                .fingerprint("f00d")
                .score("s")
                .outputs(List.of("a", "b"))
                .input("x", List.of("p", "q"))
                .toBytes();

        ModelProto after = ModelProto.parseFrom(stamped);
        assertThat(after.toBuilder().clearMetadataProps().build())
                .isEqualTo(before.toBuilder().clearMetadataProps().build());
        assertThat(after.getMetadataPropsList())
                .containsAll(before.getMetadataPropsList())
                .containsSubsequence(
                        entry("millrace.fingerprint", "f00d"),
                        entry("millrace.score", "s"),
                        entry("millrace.outputs", "a,b"),
                        entry("millrace.input.x", "p,q"));
    }

    @Test
    void replacesWhatItSaidBefore() throws InvalidProtocolBufferException {
        byte[] model = new TinyModel()
                .metadata(Map.of("millrace.fingerprint", "old", "author", "me"))
                .bytes(2);
        byte[] stamped = new ModelStamp("m", model).fingerprint("new").toBytes();
        assertThat(ModelProto.parseFrom(stamped).getMetadataPropsList())
                .containsExactly(entry("author", "me"), entry("millrace.fingerprint", "new"));
        assertThat(new ModelStamp("m", stamped).fingerprint("new").toBytes()).isEqualTo(stamped);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sklearn-logistic-zipmap", "catboost-classifier"})
    void takesZipMapsOff(String name) throws InvalidProtocolBufferException {
        KeptModel kept = new KeptModel(name);
        ModelProto before = ModelProto.parseFrom(kept.artefact());

        ModelProto after = ModelProto.parseFrom(
                new ModelStamp(name, kept.artefact()).fingerprint("f").toBytes());

        assertThat(after.getGraph().getNodeList())
                .isEqualTo(before.getGraph().getNodeList().stream()
                        .filter(node -> !node.getOpType().equals("ZipMap"))
                        .toList())
                .hasSize(before.getGraph().getNodeCount() - 1);
        assertThat(after.getGraph().getOutput(0)).isEqualTo(before.getGraph().getOutput(0));
        ValueInfoProto matrix = after.getGraph().getOutput(1);
        assertThat(ValueText.read(new Wire(matrix.toByteArray())).describe()).isEqualTo("float[N, 2]");
    }

    @Test
    void findsThePositiveColumn() throws InvalidProtocolBufferException {
        KeptModel kept = new KeptModel("sklearn-logistic-three");
        byte[] stamped = new ModelStamp("m", kept.artefact()).positive("low").toBytes();
        assertThat(ModelProto.parseFrom(stamped).getMetadataPropsList()).contains(entry("millrace.positive", "1"));
        for (String name : List.of("xgboost", "lightgbm", "catboost-classifier", "sklearn-forest")) {
            assertThat(ClassLabels.of(new KeptModel(name).artefact())).as(name).containsExactly("0", "1");
        }
        assertThat(ClassLabels.of(new KeptModel("torch-mlp").artefact())).isEmpty();
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> new ModelStamp("notes.txt", "hello there".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("notes.txt: it is no ONNX file, or a part of one: ")
                .hasMessageEndingWith("; export it again");
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
