package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.content.Encoder;
import io.millrace.content.Encoder.Pooling;
import io.millrace.content.ImageEncoder;
import io.millrace.content.Recipe;
import io.millrace.content.Sha256;
import io.millrace.content.TextRecipe.Overlong;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The section {@code encoders}: models that give embeddings, by name. */
final class DeclaredEncoders {
    private static final int TOKENS = 256;
    private static final int DIMENSIONS = 384;

    /** A broken encoder is there without a value, so that what names it has no other problem. */
    private final Map<String, Optional<DeclaredEncoder>> encoders = new LinkedHashMap<>();

    private DeclaredEncoders() {}

    static DeclaredEncoders read(YamlMap root) {
        DeclaredEncoders all = new DeclaredEncoders();
        root.value("encoders").flatMap(YamlValue::map).ifPresent(section -> section.entries()
                .forEach(all::add));
        return all;
    }

    private void add(String name, YamlValue value) {
        Identifiers.check(name, value);
        encoders.put(name, value.map().flatMap(DeclaredEncoders::encoder));
    }

    /** The encoder that a value names; an unknown name is a problem. */
    private Optional<DeclaredEncoder> named(YamlValue value) {
        Optional<String> name = value.text();
        if (name.isPresent() && !encoders.containsKey(name.get())) {
            value.problem("\"" + name.get() + "\" is not an encoder"
                    + (encoders.isEmpty()
                            ? "; declare it at the top of the definition, under \"encoders\""
                            : Names.hint(name.get(), encoders.keySet())));
        }
        return name.flatMap(known -> encoders.getOrDefault(known, Optional.empty()));
    }

    /** The encoder of texts that a value names; another one is a problem. */
    Optional<DeclaredEncoder.OfTexts> ofTexts(YamlValue value) {
        Optional<DeclaredEncoder> encoder = named(value);
        if (encoder.isPresent() && encoder.get() instanceof DeclaredEncoder.OfImages) {
            value.problem(
                    "names an encoder without a tokenizer, which reads images; declare its \"tokenizer\", the SHA-256"
                            + " of its tokenizer.json, or name another encoder");
        }
        return encoder.filter(DeclaredEncoder.OfTexts.class::isInstance).map(DeclaredEncoder.OfTexts.class::cast);
    }

    /** The encoder of images that a value names; another one is a problem. */
    Optional<ImageEncoder> ofImages(YamlValue value) {
        Optional<DeclaredEncoder> encoder = named(value);
        if (encoder.isPresent() && encoder.get() instanceof DeclaredEncoder.OfTexts) {
            value.problem(
                    "names an encoder with a tokenizer, which reads texts; name one with \"model\" and \"dimensions\""
                            + " alone");
        }
        return encoder.filter(DeclaredEncoder.OfImages.class::isInstance)
                .map(DeclaredEncoder.OfImages.class::cast)
                .map(DeclaredEncoder.OfImages::encoder);
    }

    private static Optional<DeclaredEncoder> encoder(YamlMap map) {
        Notes.check(map);
        boolean isOfTexts =
                Keys.OF_TEXTS.stream().anyMatch(key -> map.value(key).isPresent());
        return isOfTexts ? ofTexts(map) : ofImages(map);
    }

    private static Optional<DeclaredEncoder> ofImages(YamlMap map) {
        map.allow(Keys.ENCODER);
        Optional<String> model = digest(map, "model");
        Optional<Integer> dimensions = dimensions(map);
        Optional<Boolean> normalise = normalise(map);
        return model.isPresent() && dimensions.isPresent() && normalise.isPresent()
                ? Optional.of(
                        new DeclaredEncoder.OfImages(new ImageEncoder(model.get(), dimensions.get(), normalise.get())))
                : Optional.empty();
    }

    private static Optional<DeclaredEncoder> ofTexts(YamlMap map) {
        map.allow(Keys.ENCODER);
        Optional<String> model = digest(map, "model");
        Optional<String> tokenizer = digest(map, "tokenizer");
        Optional<Integer> dimensions = dimensions(map);
        Optional<Integer> tokens = NumberValues.count(map, "tokens", TOKENS, Encoder.MOST_TOKENS);
        tokens.filter(count -> count < Encoder.FEWEST_TOKENS).ifPresent(count -> map.value("tokens")
                .orElseThrow()
                .problem("is " + count + "; expected at least " + Encoder.FEWEST_TOKENS
                        + ", for two of them begin and end the text"));
        Optional<Overlong> overlong = ChoiceValue.read(map, "overlong", Overlong.TRUNCATE, Overlong.values());
        Optional<Pooling> pooling = ChoiceValue.read(map, "pooling", Pooling.MEAN, Pooling.values());
        Optional<Boolean> normalise = normalise(map);
        boolean complete = model.isPresent()
                && tokenizer.isPresent()
                && dimensions.isPresent()
                && tokens.filter(count -> count >= Encoder.FEWEST_TOKENS).isPresent()
                && overlong.isPresent()
                && pooling.isPresent()
                && normalise.isPresent();
        return complete
                ? Optional.of(new DeclaredEncoder.OfTexts(
                        new Encoder(model.get(), tokenizer.get(), dimensions.get(), pooling.get(), normalise.get()),
                        tokens.get(),
                        overlong.get()))
                : Optional.empty();
    }

    private static Optional<Integer> dimensions(YamlMap map) {
        return map.require("dimensions", Integer.toString(DIMENSIONS))
                .flatMap(value -> NumberValues.count(map, "dimensions", DIMENSIONS, Recipe.MOST));
    }

    private static Optional<Boolean> normalise(YamlMap map) {
        return map.value("normalise").map(YamlValue::bool).orElse(Optional.of(true));
    }

    private static Optional<String> digest(YamlMap map, String key) {
        Optional<YamlValue> value = map.require(key, "the SHA-256 of its file, as millrace models keep prints it");
        Optional<String> digest = value.flatMap(YamlValue::scalar);
        if (digest.isPresent() && !Sha256.isOne(digest.get())) {
            value.get()
                    .problem("\"" + digest.get() + "\" is no SHA-256; write the 64 hex digits that millrace models keep"
                            + " prints");
            return Optional.empty();
        }
        return digest;
    }
}
