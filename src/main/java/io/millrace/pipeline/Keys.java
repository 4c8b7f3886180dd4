package io.millrace.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** The keys of a definition: public contract, as the JSON Schema of pipelines is. */
final class Keys {
    static final List<String> PIPELINE = List.of(
            "pipeline",
            "description",
            "owners",
            "encoders",
            "sources",
            "features",
            "model",
            "outcome",
            "late",
            "delivery",
            "tests");
    static final List<String> SOURCE = List.of(
            "topic",
            "schema",
            "id",
            "time",
            "lateness",
            "duplicates",
            "deletes",
            "future",
            "largest",
            "vectors",
            "file",
            "description",
            "owner",
            "tags");
    static final List<String> ENCODER = List.of(
            "model",
            "tokenizer",
            "dimensions",
            "tokens",
            "overlong",
            "pooling",
            "normalise",
            "description",
            "owner",
            "tags");
    /** What only an encoder of texts has. */
    static final List<String> OF_TEXTS = List.of("tokenizer", "tokens", "overlong", "pooling");
    /** Of a text. */
    static final List<String> VECTOR = List.of("text", "encoder", "description", "owner", "tags");
    /** Of an image. */
    static final List<String> IMAGE = List.of(
            "image",
            "digest",
            "largest",
            "encoder",
            "resize",
            "channels",
            "mean",
            "deviation",
            "pixels",
            "description",
            "owner",
            "tags");

    static final List<String> FILE = List.of("columns", "delay", "when");

    /** Every other key of a feature set is the name of a feature. */
    static final List<String> FEATURE_SET = List.of("entity", "source", "erase", "description", "owner", "tags");

    static final List<String> AGGREGATES = AggregateKey.keys();

    /** What every windowed feature may have. */
    static final List<String> WINDOW = List.of(
            "window",
            "windows",
            "accuracy",
            "session",
            "at_most",
            "lag",
            "where",
            "includes_current",
            "empty",
            "source",
            "description",
            "owner",
            "tags");

    /** What some windowed feature may have. */
    static final List<String> WINDOWED = concat(AGGREGATES, AggregateKey.allParameters(), WINDOW);

    static final List<String> DERIVED = List.of("expr", "dimensions", "description", "owner", "tags");
    static final List<String> MODEL =
            List.of("name", "scores", "inputs", "decision", "fallback", "split_by", "segment_by");
    static final List<String> DECISION = List.of("threshold", "explore");
    static final List<String> OUTCOME = List.of("source", "join", "horizon", "corrections", "absent");
    static final List<String> TEST = List.of("name", "given", "expect");
    static final List<String> APPROXIMATION = List.of("about", "within");

    private Keys() {}

    /** What a windowed feature with one aggregate may have. */
    static List<String> of(AggregateKey aggregate) {
        return concat(List.of(aggregate.key()), aggregate.parameters(), WINDOW);
    }

    private static List<String> concat(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }
}
