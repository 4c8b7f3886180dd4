package io.millrace.adapter.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.ImageRecipe;
import io.millrace.content.ImageRecipe.Channels;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {
    private static final int RED = 0xFFFF0000;
    private static final int BLUE = 0xFF0000FF;
    private static final int TRANSPARENT = 0x00123456;

    private static ImageRecipe rgb(int width, int height) {
        return new ImageRecipe(width, height, Channels.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), 100, null);
    }

    private static ImageRecipe grey(int width, int height, double mean, double deviation) {
        return new ImageRecipe(width, height, Channels.GREY, List.of(mean), List.of(deviation), 100, null);
    }

    private static BufferedImage image(int width, int type, int... pixels) {
        BufferedImage image = new BufferedImage(width, pixels.length / width, type);
        for (int i = 0; i < pixels.length; i++) {
            image.setRGB(i % width, i / width, pixels[i]);
        }
        return image;
    }

    private static String bytes(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return new String(out.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    private static NumberVector read(ImageRecipe recipe, String content) throws Exception {
        try (ContentReader reader = new StoredReaders("", ImagePlaces.none()).open(recipe)) {
            return reader.read(content).vector();
        }
    }

    @Test
    void pixelsAreNumbersChannelByChannelRowByRow() throws Exception {
        String png = bytes(image(2, BufferedImage.TYPE_INT_ARGB, RED, BLUE, BLUE, TRANSPARENT), "png");
        assertThat(read(rgb(2, 2), png)).isEqualTo(NumberVector.ofFloats(1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1));
    }

    @Test
    void aSmallerImageIsMadeOfThePixelsAroundEachCentre() throws Exception {
        int[] pixels = new int[16];
        Arrays.setAll(pixels, i -> 0xFF000000 | i);
        NumberVector tensor = read(rgb(2, 2), bytes(image(4, BufferedImage.TYPE_INT_RGB, pixels), "png"));
        // Blue, 4 x 4 to 2 x 2: each is the mean of a block of four.
        assertThat(tensor.at(8)).isCloseTo((0 + 1 + 4 + 5) / 4.0 / 255, within(1e-7));
        assertThat(tensor.at(11)).isCloseTo((10 + 11 + 14 + 15) / 4.0 / 255, within(1e-7));
    }

    @Test
    void aLargerImageIsInterpolatedAndItsEdgesGoOn() throws Exception {
        int[] pixels = {0xFF000000, 0xFF0000C8};
        NumberVector tensor = read(rgb(4, 1), bytes(image(2, BufferedImage.TYPE_INT_RGB, pixels), "png"));
        double[] blue = {tensor.at(8), tensor.at(9), tensor.at(10), tensor.at(11)};
        assertThat(blue).containsExactly(new double[] {0, 50 / 255.0, 150 / 255.0, 200 / 255.0}, within(1e-7));
    }

    @Test
    void greyIsBrightnessAndIsNormalised() throws Exception {
        String png = bytes(image(1, BufferedImage.TYPE_INT_RGB, RED), "png");
        assertThat(read(grey(1, 1, 0.5, 0.25), png).at(0)).isCloseTo((0.299 - 0.5) / 0.25, within(1e-6));
    }

    @Test
    void greyFilesAreTakenAsTheyAre() throws Exception {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 51);
        assertThat(read(grey(1, 1, 0, 1), bytes(image, "png")).at(0)).isCloseTo(0.2, within(1e-7));
        NumberVector rgb = read(rgb(1, 1), bytes(image, "png"));
        assertThat(rgb.at(0)).isEqualTo(rgb.at(2)).isCloseTo(0.2, within(1e-7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "jpeg"})
    void formatsOfTheJdkAreRead(String format) throws Exception {
        int[] pixels = new int[64];
        Arrays.fill(pixels, RED);
        String content = bytes(image(8, BufferedImage.TYPE_INT_RGB, pixels), format);
        NumberVector tensor = read(rgb(1, 1), content);
        assertThat(tensor.at(0)).isCloseTo(1, within(0.02));
        assertThat(tensor.at(2)).isCloseTo(0, within(0.02));
        assertThat(read(rgb(1, 1), content)).isEqualTo(tensor);
    }

    @Test
    void brokenAndLargeImagesAreRefusedWithAReason() throws Exception {
        String png = bytes(image(11, BufferedImage.TYPE_INT_RGB, new int[110]), "png");
        refused("no image", Reason.UNREADABLE_CONTENT, "its 8 bytes are no image; expected PNG, JPEG, GIF or BMP");
        refused(png, Reason.OVERSIZED, "the image has 11 x 10 pixels; at most 100 are declared");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif", "bmp", "jpeg"})
    void anImageOfWhichPixelsAreMissingIsRefused(String format) throws Exception {
        Random random = new Random(1);
        int[] pixels = random.ints(100).map(color -> 0xFF000000 | color).toArray();
        String whole = bytes(image(10, BufferedImage.TYPE_INT_RGB, pixels), format);
        NumberVector tensor = read(rgb(10, 10), whole);
        int refused = 0;
        for (int length = 1; length < whole.length(); length++) {
            try {
                assertThat(read(rgb(10, 10), whole.substring(0, length)))
                        .as("%d bytes", length)
                        .isEqualTo(tensor);
            } catch (ContentException e) {
                assertThat(e.reason()).isEqualTo(Reason.UNREADABLE_CONTENT);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(whole.length() - 30);
    }

    private static void refused(String content, Reason reason, String detail) {
        assertThatThrownBy(() -> read(rgb(2, 2), content))
                .isInstanceOfSatisfying(
                        ContentException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageStartingWith(detail);
    }
}
