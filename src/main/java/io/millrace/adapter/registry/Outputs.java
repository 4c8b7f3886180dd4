package io.millrace.adapter.registry;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.event.RecordEncoder;
import io.millrace.feedback.LabelledExample;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.RecordDecoder;
import io.millrace.model.Prediction;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;

/**
 * Encoders and decoders of what Millrace writes. Opening an encoder registers its schema as {@code <topic>-value}, which is harmless where
 * it is registered.
 */
public final class Outputs {
    private Outputs() {}

    public static Opener<RecordEncoder<Prediction>> predictions(String topic, Settings settings) {
        return () -> encoder(new PredictionLayout(), topic, settings);
    }

    public static Opener<RecordEncoder<LabelledExample>> examples(String topic, Settings settings) {
        return () -> encoder(new LabelledExampleLayout(), topic, settings);
    }

    public static Opener<RecordEncoder<DeadLetter>> deadLetters(String topic, Settings settings) {
        return () -> encoder(new DeadLetterLayout(), topic, settings);
    }

    public static Opener<RecordDecoder<Prediction>> readPredictions(String topic, Settings settings) {
        return () -> decoder(new PredictionLayout(), "predictions", topic, settings);
    }

    public static Opener<RecordDecoder<LabelledExample>> readExamples(String topic, Settings settings) {
        return () -> decoder(new LabelledExampleLayout(), "examples", topic, settings);
    }

    public static Opener<RecordDecoder<DeadLetter>> readDeadLetters(String topic, Settings settings) {
        return () -> decoder(new DeadLetterLayout(), "dead-letters", topic, settings);
    }

    public static Opener<RecordEncoder<ModelCommand>> commands(String topic, Settings settings) {
        return () -> encoder(new ModelCommandLayout(), topic, settings);
    }

    public static Opener<RecordDecoder<ModelCommand>> readCommands(String topic, Settings settings) {
        return () -> decoder(new ModelCommandLayout(), "model-commands", topic, settings);
    }

    public static Opener<RecordEncoder<Decision>> decisions(String topic, Settings settings) {
        return () -> encoder(new ModelDecisionLayout(), topic, settings);
    }

    public static Opener<RecordDecoder<Decision>> readDecisions(String topic, Settings settings) {
        return () -> decoder(new ModelDecisionLayout(), "model-decisions", topic, settings);
    }

    private static <T> RecordEncoder<T> encoder(Layout<T> layout, String topic, Settings settings) {
        return encoder(layout, topic, ConfluentRegistry.open(settings), patience(settings, RegistryTime.system()));
    }

    static <T> RecordEncoder<T> encoder(Layout<T> layout, String topic, Registry registry, Patience patience) {
        String schema = OutputSchemas.read(layout.schema()).toString();
        int id = patience.answer(() -> registry.register(topic + "-value", schema));
        return new OutputEncoder<>(layout, id);
    }

    private static <T> RecordDecoder<T> decoder(Layout<T> layout, String source, String topic, Settings settings) {
        RegistryTime time = RegistryTime.system();
        return new OutputDecoder<>(
                source, topic, layout, ConfluentRegistry.open(settings), patience(settings, time), time);
    }

    private static Patience patience(Settings settings, RegistryTime time) {
        return new Patience(settings.duration(Setting.REGISTRY_RETRY_TOTAL), time);
    }
}
