package io.millrace.content;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An image as a tensor of its pixels, or as the embedding that a model makes of that tensor. The tensor has for each channel, each row from the top, each column from the left, a number. A pixel's channel goes from 0 to 1; the mean is taken off, and the rest is divided by the deviation.
 *
 * @param width columns of the tensor
 * @param height rows of the tensor
 * @param mean for each channel
 * @param deviation for each channel, above 0
 * @param pixels the most pixels of an image
 * @param encoder the model; null where the tensor itself is the vector
 */
public record ImageRecipe(
        int width,
        int height,
        Channels channels,
        List<Double> mean,
        List<Double> deviation,
        int pixels,
        @Nullable ImageEncoder encoder)
        implements Recipe {
    /** Changes when the same recipe comes to mean another tensor. */
    private static final String VERSION = "image 1";
    /** Of a tensor that goes into a model. */
    private static final int MOST_ENCODED = 1 << 22;

    /** What a pixel has. */
    public enum Channels {
        /** Red, green and blue. */
        RGB(3),
        /** Brightness: 0.299 red + 0.587 green + 0.114 blue. */
        GREY(1);

        private final int count;

        Channels(int count) {
            this.count = count;
        }

        public int count() {
            return count;
        }
    }

    public ImageRecipe {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (width < 1 || height < 1 || (long) width * height * channels.count() > most(encoder != null)) {
            throw new IllegalArgumentException("an image of " + width + " x " + height + " pixels with "
                    + channels.count() + " channels; at most " + most(encoder != null) + " numbers");
        }
        if (mean.size() != channels.count() || deviation.size() != channels.count()) {
            throw new IllegalArgumentException("an image has a mean and a deviation for each channel");
        }
        if (deviation.stream().anyMatch(each -> !(each > 0)) || pixels < 1) {
            throw new IllegalArgumentException("an image has deviations above 0, and at least one pixel");
        }
    }

    /** The most numbers of the tensor. */
    public static int most(boolean isEncoded) {
        return isEncoded ? MOST_ENCODED : MOST;
    }

    /** How many numbers the tensor has. */
    public int numbers() {
        return width * height * channels.count();
    }

    @Override
    public int dimensions() {
        return encoder == null ? numbers() : encoder.dimensions();
    }

    @Override
    public String text() {
        return VERSION + " " + width + " x " + height + " "
                + channels.name().toLowerCase(Locale.ROOT) + " mean " + mean + " deviation " + deviation + " of "
                + pixels + " pixels" + (encoder == null ? "" : " " + encoder.text());
    }
}
