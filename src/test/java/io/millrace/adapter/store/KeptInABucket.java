package io.millrace.adapter.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.OnnxModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What must hold of a store of models wherever it is. */
final class KeptInABucket {
    private static final String FINGERPRINT = "f00d";

    private KeptInABucket() {}

    /** Models that are kept in an empty store come back, also where they are kept again, and so does the champion. */
    static void assertKeepsModels(String place) throws Exception {
        FileModelStore store = new FileModelStore(place);
        byte[] first = artefact("xgboost");
        byte[] second = artefact("lightgbm");

        assertThat(store.cards("payments")).isEmpty();
        store.put(first, card(first, "payments", "first"));
        store.put(first, card(first, "payments", "first, again"));
        store.put(second, card(second, "payments", "second"));
        store.promote("payments", ModelDigest.of(first));
        store.promote("payments", ModelDigest.of(second));

        assertThat(store.champion("payments")).isEqualTo(ModelDigest.of(second));
        assertThat(store.cards("payments"))
                .extracting(ModelCard::model)
                .containsExactlyInAnyOrder("first, again", "second");
        byte[] read = store.artefact("payments", ModelDigest.of(first));
        assertThat(read).isEqualTo(first);
        try (OnnxModel opened = OnnxModel.open(read, ModelDigest.of(first))) {
            assertThat(opened.metadata()).containsEntry("millrace.fingerprint", FINGERPRINT);
        }
    }

    static byte[] artefact(String name) {
        return new ModelStamp(name, new KeptModel(name).artefact())
                .fingerprint(FINGERPRINT)
                .toBytes();
    }

    private static ModelCard card(byte[] artefact, String pipeline, String name) {
        return new ModelCard(
                ModelDigest.of(artefact),
                pipeline,
                name,
                FINGERPRINT,
                List.of("a.one"),
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                1,
                Map.of(),
                Map.of());
    }
}
