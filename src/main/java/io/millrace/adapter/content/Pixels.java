package io.millrace.adapter.content;

import io.millrace.content.ImageRecipe;
import io.millrace.content.ImageRecipe.Channels;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;

/**
 * Resizes an image and makes numbers of its pixels. A pixel of the tensor is the bilinear mean of the four pixels around its centre, as ONNX's Resize does it in the mode
 * {@code linear} with {@code half_pixel} coordinates. What is transparent lies on white. All in doubles, in one order: the same image gives the same bits.
 */
final class Pixels {
    private static final int OPAQUE = 255;

    private final BufferedImage image;
    private final boolean grey;

    private Pixels(BufferedImage image) {
        this.image = image;
        // Samples as they are: the JDK would take grey for linear light, and change it.
        this.grey = image.getRaster().getNumBands() == 1 && !(image.getColorModel() instanceof IndexColorModel);
    }

    static float[] tensor(BufferedImage image, ImageRecipe recipe) {
        Pixels pixels = new Pixels(image);
        float[] tensor = new float[recipe.numbers()];
        int next = 0;
        for (int channel = 0; channel < recipe.channels().count(); channel++) {
            double mean = recipe.mean().get(channel);
            double deviation = recipe.deviation().get(channel);
            for (int row = 0; row < recipe.height(); row++) {
                for (int column = 0; column < recipe.width(); column++) {
                    double x = (column + 0.5) * image.getWidth() / recipe.width() - 0.5;
                    double y = (row + 0.5) * image.getHeight() / recipe.height() - 0.5;
                    double value = pixels.at(x, y, channel, recipe.channels()) / OPAQUE;
                    tensor[next++] = (float) ((value - mean) / deviation);
                }
            }
        }
        return tensor;
    }

    /** The value between pixels, from 0 to 255. */
    private double at(double x, double y, int channel, Channels channels) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double down = y - top;
        double upper = (1 - right) * at(left, top, channel, channels) + right * at(left + 1, top, channel, channels);
        double lower =
                (1 - right) * at(left, top + 1, channel, channels) + right * at(left + 1, top + 1, channel, channels);
        return (1 - down) * upper + down * lower;
    }

    /** The value of a pixel; beyond the edge, that of the nearest one. */
    private double at(int x, int y, int channel, Channels channels) {
        int column = Math.max(0, Math.min(x, image.getWidth() - 1));
        int row = Math.max(0, Math.min(y, image.getHeight() - 1));
        if (grey) {
            int bits = image.getSampleModel().getSampleSize(0);
            return image.getRaster().getSampleDouble(column, row, 0) * OPAQUE / ((1L << bits) - 1);
        }
        int pixel = image.getRGB(column, row);
        double red = onWhite(pixel >> 16, pixel);
        double green = onWhite(pixel >> 8, pixel);
        double blue = onWhite(pixel, pixel);
        if (channels == Channels.GREY) {
            return 0.299 * red + 0.587 * green + 0.114 * blue;
        }
        return channel == 0 ? red : channel == 1 ? green : blue;
    }

    private static double onWhite(int shifted, int pixel) {
        int alpha = pixel >>> 24;
        return ((shifted & OPAQUE) * alpha + OPAQUE * (OPAQUE - alpha)) / (double) OPAQUE;
    }
}
