package io.millrace.pipeline;

import io.millrace.content.ImageEncoder;
import io.millrace.content.ImageRecipe;
import io.millrace.content.ImageRecipe.Channels;
import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads a vector that is computed of an image: one that the field holds, or one in a file that it names. */
final class ImageSection {
    private static final int PIXELS = 1 << 24;
    private static final int MOST_PIXELS = 1 << 28;
    private static final int SIDES = 2;
    private static final int LARGEST = 8 << 20;

    private final YamlMap map;
    private final SchemaFields fields;
    private final DeclaredEncoders encoders;

    ImageSection(YamlMap map, SchemaFields fields, DeclaredEncoders encoders) {
        this.map = map;
        this.fields = fields;
        this.encoders = encoders;
    }

    Optional<DeclaredVector> read() {
        map.allow(Keys.IMAGE);
        Notes.check(map);
        Optional<String> field = map.value("image")
                .flatMap(value -> VectorsSection.field(value, fields, List.of(FieldKind.BYTES, FieldKind.STRING)));
        boolean refers = field.isPresent() && fields.readable(field.get()) == FieldKind.STRING;
        Optional<DeclaredVector.File> file = refers ? file() : Optional.empty();
        if (field.isPresent() && !refers) {
            refuseFile(field.get());
        }
        boolean isEncoded = map.value("encoder").isPresent();
        Optional<ImageEncoder> encoder = map.value("encoder").flatMap(encoders::ofImages);
        Optional<Channels> channels = ChoiceValue.read(map, "channels", Channels.RGB, Channels.values());
        Optional<List<Integer>> size = channels.flatMap(
                each -> map.require("resize", "[32, 32]").flatMap(value -> size(value, each, isEncoded)));
        Optional<List<Double>> mean = channels.flatMap(each -> numbers("mean", 0, each, false));
        Optional<List<Double>> deviation = channels.flatMap(each -> numbers("deviation", 1, each, true));
        Optional<Integer> pixels = NumberValues.count(map, "pixels", PIXELS, MOST_PIXELS);
        return field.isEmpty()
                        || refers != file.isPresent()
                        || isEncoded != encoder.isPresent()
                        || size.isEmpty()
                        || mean.isEmpty()
                        || deviation.isEmpty()
                        || pixels.isEmpty()
                ? Optional.empty()
                : Optional.of(new DeclaredVector(
                        field.get(),
                        file.orElse(null),
                        new ImageRecipe(
                                size.get().get(0),
                                size.get().get(1),
                                channels.get(),
                                mean.get(),
                                deviation.get(),
                                pixels.get(),
                                encoder.orElse(null))));
    }

    /** Of an image in a file of its own, which a field of text names. */
    private Optional<DeclaredVector.File> file() {
        Optional<YamlValue> value = map.value("digest");
        if (value.isEmpty()) {
            map.self()
                    .problem(
                            "has no \"digest\": \"image\" is a text that names a file, and what is in a file can change;"
                                    + " write the field with the SHA-256 of its bytes, for example digest: picture_sha256");
        }
        Optional<String> digest = value.flatMap(each -> VectorsSection.field(each, fields, List.of(FieldKind.STRING)));
        int largest = map.value("largest").flatMap(Sizes::read).orElse(LARGEST);
        return digest.map(field -> new DeclaredVector.File(field, largest));
    }

    private void refuseFile(String field) {
        for (String key : List.of("digest", "largest")) {
            map.value(key)
                    .ifPresent(value -> value.problem("belongs to an image in a file that a field of text names, but \""
                            + field + "\" holds the image itself; leave it out"));
        }
    }

    private static Optional<List<Integer>> size(YamlValue value, Channels channels, boolean isEncoded) {
        List<Double> sides = doubles(value);
        boolean whole =
                sides.size() == SIDES && sides.stream().allMatch(side -> side >= 1 && NumberValues.isWhole(side));
        int most = ImageRecipe.most(isEncoded);
        if (!whole || sides.get(0) * sides.get(1) * channels.count() > most) {
            value.problem("is no size; write width and height, for example [32, 32], with at most "
                    + most / channels.count() + " pixels");
            return Optional.empty();
        }
        return Optional.of(sides.stream().map(Double::intValue).toList());
    }

    /** A number for each channel. */
    private Optional<List<Double>> numbers(String key, double otherwise, Channels channels, boolean positive) {
        Optional<YamlValue> value = map.value(key);
        if (value.isEmpty()) {
            return Optional.of(Collections.nCopies(channels.count(), otherwise));
        }
        List<Double> numbers = doubles(value.get());
        if (numbers.size() != channels.count() || (positive && numbers.stream().anyMatch(each -> !(each > 0)))) {
            value.get()
                    .problem("has not a number" + (positive ? " above 0" : "") + " for each of " + channels.count()
                            + " channels");
            return Optional.empty();
        }
        return Optional.of(numbers);
    }

    private static List<Double> doubles(YamlValue value) {
        List<Double> numbers = new ArrayList<>();
        value.list().orElse(List.of()).forEach(item -> NumberValues.finite(item).ifPresent(numbers::add));
        return numbers;
    }
}
