package io.millrace.cli;

import io.millrace.adapter.store.EnsembleJson;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.config.Setting;
import io.millrace.model.Ensemble;
import io.millrace.model.Ensemble.Member;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace models ensemble}. */
@Command(
        name = "ensemble",
        description = {
            "Keeps a weighted mean of registered models in the store, as a model with a digest of its own.",
            "It is prepared and activated as any other."
        },
        mixinStandardHelpOptions = true)
final class EnsembleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "DIGEST=WEIGHT",
            description =
                    "SHA-256 of a registered model's file and its weight, for example 0123…=0.7; weights sum up to 1.")
    private Map<String, Double> weights = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        FileModelStore store = new FileModelStore(options.settings().text(Setting.MODELS_STORE));
        List<ModelCard> cards = members(pipeline, store);
        byte[] artefact = EnsembleJson.write(ensemble(pipeline));
        String digest = ModelDigest.of(artefact);
        store.put(artefact, card(pipeline, digest, cards));
        PrintWriter out = spec.commandLine().getOut();
        out.println("registered " + digest);
        out.println("next: millrace models prepare " + digest);
        return ExitCode.OK;
    }

    /** The cards of all members, checked. */
    private List<ModelCard> members(Pipeline pipeline, FileModelStore store) throws IOException {
        Problems problems = new Problems();
        List<ModelCard> cards = new ArrayList<>();
        for (String digest : weights.keySet()) {
            ModelCard card = store.card(pipeline.name(), digest);
            cards.add(card);
            if (!card.featureFingerprint().equals(pipeline.fingerprint())) {
                problems.add(
                        "model " + digest,
                        "it was trained for the vector with fingerprint " + card.featureFingerprint()
                                + ", but the pipeline's is " + pipeline.fingerprint()
                                + "; members of an ensemble take the pipeline's vector");
            }
            if (EnsembleJson.isEnsemble(store.artefact(pipeline.name(), digest))) {
                problems.add("model " + digest, "it is an ensemble itself; name its members, with products of weights");
            }
        }
        problems.throwIfAny();
        return cards;
    }

    private Ensemble ensemble(Pipeline pipeline) {
        try {
            return new Ensemble(
                    pipeline.fingerprint(),
                    weights.entrySet().stream()
                            .map(weight -> new Member(weight.getKey(), weight.getValue()))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new DefinitionException("the ensemble", String.valueOf(e.getMessage()));
        }
    }

    /** Of all that its members were trained on. */
    private ModelCard card(Pipeline pipeline, String digest, List<ModelCard> members) {
        Map<String, String> parameters = new TreeMap<>();
        weights.forEach((member, weight) -> parameters.put("weight." + member, Double.toString(weight)));
        ModelCard largest =
                members.stream().max(Comparator.comparingLong(ModelCard::rows)).orElseThrow();
        return new ModelCard(
                digest,
                pipeline.name(),
                pipeline.model().name(),
                pipeline.fingerprint(),
                pipeline.inputs(),
                first(members, ModelCard::trainedFrom),
                last(members, ModelCard::trainedTo),
                largest.rows(),
                largest.positives(),
                parameters,
                Map.of());
    }

    private static Instant first(List<ModelCard> members, Function<ModelCard, Instant> time) {
        return members.stream().map(time).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static Instant last(List<ModelCard> members, Function<ModelCard, Instant> time) {
        return members.stream().map(time).max(Comparator.naturalOrder()).orElseThrow();
    }
}
