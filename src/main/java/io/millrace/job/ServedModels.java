package io.millrace.job;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.onnx.RuntimeInLib;
import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.adapter.trees.TreeScorers;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.flink.ScorerFactory;
import io.millrace.model.Ensemble;
import io.millrace.model.EnsembleScorer;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;

/**
 * The models that a job can serve, by their digests in the store: each subtask reads them from there.
 *
 * @param inputs what the pipeline gives to models
 * @param timeout how long a call of a model may take
 * @param trees whether ensembles of trees are scored in Java, where that gives ONNX Runtime's bits
 */
record ServedModels(String store, String pipeline, ModelInputs inputs, Duration timeout, boolean trees)
        implements ScorerFactory {
    private static final long serialVersionUID = 1;

    static ServedModels of(Pipeline pipeline, Settings settings) {
        return new ServedModels(
                settings.text(Setting.MODELS_STORE),
                pipeline.name(),
                new ModelInputs(pipeline.fingerprint(), pipeline.inputs()),
                settings.duration(Setting.SCORING_TIMEOUT),
                settings.text(Setting.SCORING_TREES).equals("auto"));
    }

    /**
     * The model to begin with: the one that the settings name, or the store's champion.
     *
     * @throws io.millrace.config.DefinitionException when there is none
     */
    String first(Settings settings) throws IOException {
        String named = settings.text(Setting.MODELS_DIGEST);
        return named.isEmpty() ? new FileModelStore(store).champion(pipeline) : named;
    }

    @Override
    public Scorer open(String digest, int capacity) throws IOException {
        RuntimeInLib.check();
        byte[] artefact = new FileModelStore(store).artefact(pipeline, digest);
        return EnsembleJson.isEnsemble(artefact)
                ? ensemble(EnsembleJson.read(artefact, "model " + digest), digest, capacity)
                : single(artefact, digest, capacity);
    }

    @Override
    public long modelMemory() {
        return OnnxScorer.loadedBytes();
    }

    /** The members' sessions are those that the models have where they serve alone. */
    private Scorer ensemble(Ensemble ensemble, String digest, int capacity) throws IOException {
        return EnsembleScorer.open(ensemble, member -> member(member, digest, capacity));
    }

    private Scorer member(String member, String ensemble, int capacity) throws IOException {
        byte[] artefact = new FileModelStore(store).artefact(pipeline, member);
        if (EnsembleJson.isEnsemble(artefact)) {
            throw new DefinitionException(
                    "model " + ensemble, "its member " + member + " is an ensemble itself; name that one's members");
        }
        return single(artefact, member, capacity);
    }

    private Scorer single(byte[] artefact, String digest, int capacity) {
        Scorer onnx = OnnxScorer.open(artefact, digest, inputs, capacity, timeout);
        return trees ? TreeScorers.preferred(onnx, artefact, digest, new float[0]) : onnx;
    }
}
