package io.millrace.pipeline;

import io.millrace.feature.FeaturePlan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked definition, compiled.
 *
 * @param owners who answers for what, for example {@code data} and {@code model}
 * @param sources in the order of the definition; {@link Source#index} is the position
 * @param features all features and the vector
 * @param fingerprint SHA-256 in hex of what the vector means: edits of names of people or of descriptions leave it alone
 * @param model the model that scores
 * @param outcome how outcomes are found; null where none is declared
 * @param delivery the declared delivery mode of predictions
 * @param reads for each derived feature by name, the fields and features that its expression reads
 * @param tests the definition's tests; they change no meaning
 * @param notes what people say of each feature, by its full name; they change no meaning
 */
public record Pipeline(
        String name,
        String description,
        Map<String, String> owners,
        List<Source> sources,
        FeaturePlan features,
        String fingerprint,
        ModelSpec model,
        @Nullable OutcomeSpec outcome,
        String delivery,
        Map<String, List<String>> reads,
        List<FeatureTest> tests,
        Map<String, Note> notes) {
    public Pipeline {
        owners = Map.copyOf(owners);
        sources = List.copyOf(sources);
        reads = Map.copyOf(reads);
        tests = List.copyOf(tests);
        notes = Map.copyOf(notes);
    }

    /** The source whose events are scored. */
    public Source scored() {
        return sources.get(features.scored());
    }

    /** Names of the model's inputs in order. */
    public List<String> inputs() {
        return features.vector().stream()
                .map(slot -> features.features().get(slot).name())
                .toList();
    }
}
