package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.content.ImagePlaces;
import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.file.History;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.content.ImageReference;
import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images in a definition: what they come to, what is refused, and what becomes of them in a file of events. */
class ImageDefinitionsTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "Photo", "namespace": "shop", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "photo", "type": ["null", "bytes"], "default": null},
              {"name": "file", "type": ["null", "string"], "default": null},
              {"name": "sha256", "type": ["null", "string"], "default": null},
              {"name": "thumb", "type": {"type": "fixed", "name": "Thumb", "size": 4}}]}
            """;
    static final String PHOTOS = """
            pipeline: photos
            sources:
              photos:
                topic: photos
                schema: photo.avsc
                id: id
                time: at
                vectors:
                  pixels: {image: photo, resize: [2, 1], channels: grey}
            features:
              customer:
                entity: customer
                source: photos
                look: {avg: pixels, window: 30d, empty: missing}
              photo:
                pixels: {expr: pixels}
            model: {name: m, scores: photos, inputs: [photo.*, customer.*]}
            """;

    private static final String MODEL = "c".repeat(64);
    static final String ENCODED = PHOTOS.replace("pixels: {image: photo, resize: [2, 1], channels: grey}", """
            pixels: {image: photo, encoder: conv, resize: [224, 224]}""")
            .replace("sources:", """
            encoders:
              conv: {model: MODEL, dimensions: 3}
              minilm: {model: MODEL, tokenizer: MODEL, dimensions: 3}
            sources:""".replace("MODEL", MODEL));

    private static PipelineText text(String yaml) {
        return new PipelineText("p.yaml", yaml, Map.of("photo.avsc", SCHEMA));
    }

    private static Pipeline compile(String before, String after) {
        assertThat(PHOTOS).contains(before);
        return PipelineCompiler.compile(text(PHOTOS.replace(before, after)));
    }

    @Test
    void anImageIsAVectorOfItsPixels() {
        Pipeline pipeline = compile("", "");
        String meaning = "vector(photo, image 1 2 x 1 grey mean [0.0] deviation [1.0] of 16777216 pixels)";
        assertThat(pipeline.scored().type().fields())
                .contains(
                        new EventType.Field("photo", FieldKind.BYTES, false),
                        new EventType.Field("pixels", FieldKind.FLOATS, false, 2, meaning));
        assertThat(pipeline.inputs())
                .containsExactly("photo.pixels_0", "photo.pixels_1", "customer.look_0", "customer.look_1");
    }

    private static String encoded(String before, String after) {
        assertThat(ENCODED).contains(before);
        return ENCODED.replaceFirst(Pattern.quote(before), after);
    }

    @Test
    void anEncoderMakesAnEmbeddingOfTheTensor() {
        Pipeline pipeline = PipelineCompiler.compile(text(ENCODED));
        EventType type = pipeline.scored().type();
        String meaning =
                "vector(photo, image 1 224 x 224 rgb mean [0.0, 0.0, 0.0] deviation [1.0, 1.0, 1.0] of 16777216"
                        + " pixels encoder " + MODEL + " normalised)";
        assertThat(type.fields().get(type.slot("pixels")))
                .isEqualTo(new EventType.Field("pixels", FieldKind.FLOATS, false, 3, meaning));
        assertThat(pipeline.inputs())
                .contains("photo.pixels_2", "customer.look_2")
                .hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{model: c | {model: 0",
                "dimensions: 3} | dimensions: 3, normalise: false}",
                "[224, 224] | [224, 223]",
                "encoder: conv, resize: [224, 224] | resize: [1, 1]",
            })
    void anotherEmbeddingIsAnotherMeaning(String before, String after) {
        assertThat(PipelineCompiler.compile(text(encoded(before, after))).fingerprint())
                .isNotEqualTo(PipelineCompiler.compile(text(ENCODED)).fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "encoder: conv | encoder: minilm | p.yaml:12 sources.photos.vectors.pixels.encoder: names an encoder with a tokenizer, which reads texts; name one with \"model\" and \"dimensions\" alone",
                "encoder: conv | encoder: cnv | p.yaml:12 sources.photos.vectors.pixels.encoder: \"cnv\" is not an encoder; did you mean \"conv\"?",
                "[224, 224] | [2240, 2240] | p.yaml:12 sources.photos.vectors.pixels.resize: is no size; write width and height, for example [32, 32], with at most 1398101 pixels",
                "dimensions: 3} | tokens: 9, dimensions: 3} | p.yaml:3 encoders.conv: has no \"tokenizer\"; write for example tokenizer: the SHA-256 of its file, as millrace models keep prints it",
                "{image: photo, encoder: conv, resize: [224, 224]} | {text: customer, encoder: conv} | p.yaml:12 sources.photos.vectors.pixels.encoder: names an encoder without a tokenizer, which reads images; declare its \"tokenizer\", the SHA-256 of its tokenizer.json, or name another encoder",
            })
    void encodersThatDoNotFitAreRefused(String before, String after, String problem) {
        assertThat(Definitions.problems(text(encoded(before, after)))).contains(problem);
    }

    @Test
    void anImageInAFileIsKnownByItsDigest() {
        Pipeline pipeline = compile("image: photo", "image: file, digest: sha256, largest: 1MiB");
        EventType type = pipeline.scored().type();
        assertThat(pipeline.scored().vectors()).singleElement().satisfies(vector -> {
            assertThat(vector.from()).isEqualTo(type.slot("file"));
            assertThat(vector.keep()).isFalse();
            assertThat(vector.reference()).isEqualTo(new ImageReference(type.slot("sha256"), false, 1 << 20));
        });
        assertThat(type.fields().get(type.slot("pixels")).computed())
                .isEqualTo(
                        "vector(file file with sha256 of 1048576 bytes, image 1 2 x 1 grey mean [0.0] deviation [1.0]"
                                + " of 16777216 pixels)");
        assertThat(compile("image: photo", "image: file, digest: sha256, largest: 8MiB")
                        .fingerprint())
                .isEqualTo(
                        compile("image: photo", "image: file, digest: sha256").fingerprint())
                .isNotEqualTo(pipeline.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "channels: grey | channels: rgb",
                "channels: grey | 'channels: grey, mean: [0.5]'",
                "channels: grey | 'channels: grey, deviation: [0.5]'",
                "channels: grey | 'channels: grey, pixels: 100'",
                "[2, 1]         | '[1, 2]'",
                "image: photo   | image: thumb",
                "image: photo   | 'image: file, digest: sha256'",
            })
    void anotherTensorIsAnotherMeaning(String before, String after) {
        assertThat(compile(before, after).fingerprint())
                .isNotEqualTo(compile("", "").fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "image: photo | image: at | p.yaml:9 sources.photos.vectors.pixels.image: field \"at\" is a TIMESTAMP; expected a BYTES or a STRING",
                "image: photo | image: file | p.yaml:9 sources.photos.vectors.pixels: has no \"digest\": \"image\" is a text that names a file, and what is in a file can change; write the field with the SHA-256 of its bytes, for example digest: picture_sha256",
                "image: photo | image: file, digest: photo | p.yaml:9 sources.photos.vectors.pixels.digest: field \"photo\" is a BYTES; expected a STRING",
                "image: photo | image: file, digest: sha256, largest: 1x | p.yaml:9 sources.photos.vectors.pixels.largest: \"1x\" is not a size; write for example 64KiB, 1MiB or a number of bytes",
                "image: photo | image: photo, digest: sha256 | p.yaml:9 sources.photos.vectors.pixels.digest: belongs to an image in a file that a field of text names, but \"photo\" holds the image itself; leave it out",
                "image: photo | image: photo, largest: 1MiB | p.yaml:9 sources.photos.vectors.pixels.largest: belongs to an image in a file that a field of text names, but \"photo\" holds the image itself; leave it out",
                "[2, 1] | [2] | p.yaml:9 sources.photos.vectors.pixels.resize: is no size; write width and height, for example [32, 32], with at most 4096 pixels",
                "[2, 1], channels: grey | [64, 64] | p.yaml:9 sources.photos.vectors.pixels.resize: is no size; write width and height, for example [32, 32], with at most 1365 pixels",
                "channels: grey | channels: gray | p.yaml:9 sources.photos.vectors.pixels.channels: \"gray\" is none of rgb, grey",
                "channels: grey | channels: grey, mean: [1, 2] | p.yaml:9 sources.photos.vectors.pixels.mean: has not a number for each of 1 channels",
                "channels: grey | channels: grey, deviation: [0] | p.yaml:9 sources.photos.vectors.pixels.deviation: has not a number above 0 for each of 1 channels",
                "expr: pixels | expr: photo != null | p.yaml:16 features.photo.pixels.expr: field \"photo\" of shop.Photo holds bytes, of which only images can be made; declare a vector of its source, for example vectors: {pixels: {image: photo, resize: [32, 32]}}",
                "entity: customer | entity: photo | p.yaml:12 features.customer.entity: field \"photo\" of source photos is a BYTES; an entity's key is a STRING or a LONG",
            })
    void whatCantBeIsRefused(String before, String after, String problem) {
        assertThat(PHOTOS).contains(before);
        assertThat(Definitions.problems(text(PHOTOS.replace(before, after)))).contains(problem);
    }

    @Test
    void imagesOfAFileBecomeFeaturesAndBrokenOnesDeadLetters() throws IOException {
        Pipeline pipeline = compile("", "");
        List<double[]> scored = new ArrayList<>();
        List<DeadLetter> refused = new ArrayList<>();
        new History(
                        pipeline,
                        rows(png(0, 255), "", "bm8=", "no Base64", png(255, 255)),
                        new StoredReaders("", ImagePlaces.none()))
                .run(new History.Listener() {
                    @Override
                    public void scored(PartialVector partial) {
                        scored.add(partial.row().clone());
                    }

                    @Override
                    public void learned(Event fact) {}

                    @Override
                    public void refused(DeadLetter letter) {
                        refused.add(letter);
                    }
                });
        assertThat(scored)
                .containsExactly(new double[] {0, 1, 0, 1}, new double[] {0, 1, Double.NaN, Double.NaN}, new double[] {
                    0.5, 1, 1, 1
                });
        assertThat(refused)
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.UNREADABLE_CONTENT, Reason.INCOMPATIBLE_SCHEMA);
        assertThat(refused.get(0).detail())
                .isEqualTo("pixels: its 2 bytes are no image; expected PNG, JPEG, GIF or BMP");
        assertThat(refused.get(1).detail()).isEqualTo("column photo: its 9 characters are no Base64");
    }

    /** An image of two grey pixels, in Base64. */
    private static String png(int left, int right) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, left);
        image.getRaster().setSample(1, 0, 0, right);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static Rows rows(String... photos) {
        Iterator<String> next = List.of(photos).iterator();
        Map<String, Integer> columns = Map.of("id", 0, "at", 1, "customer", 2, "photo", 3);
        return new Rows() {
            private long number;

            @Override
            public String name() {
                return "photos.csv";
            }

            @Override
            public @Nullable Row next() {
                return next.hasNext()
                        ? new Row(
                                number,
                                columns,
                                List.of("p" + number, "2024-01-01 00:00:0" + number++, "c", next.next()))
                        : null;
            }

            @Override
            public void close() {}
        };
    }
}
