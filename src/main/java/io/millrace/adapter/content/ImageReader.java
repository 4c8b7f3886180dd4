package io.millrace.adapter.content;

import io.millrace.content.ContentException;
import io.millrace.content.ContentReader;
import io.millrace.content.ImageRecipe;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Computes tensors of images in the formats that the JDK reads: PNG, JPEG, GIF (the first frame), BMP. How large an image is, is read before its pixels are. An image of which a part is missing is refused: the JDK would
 * fill in grey and warn.
 */
final class ImageReader implements ContentReader {
    private final ImageRecipe recipe;

    ImageReader(ImageRecipe recipe) {
        this.recipe = recipe;
    }

    @Override
    public Reading read(String content) throws ContentException {
        return new Reading(NumberVector.ofFloats(tensor(content)), false);
    }

    /** The tensor of an image. */
    float[] tensor(String content) throws ContentException {
        return Pixels.tensor(decode(content.getBytes(StandardCharsets.ISO_8859_1)), recipe);
    }

    private BufferedImage decode(byte[] bytes) throws ContentException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw unreadable("its " + bytes.length + " bytes are no image; expected PNG, JPEG, GIF or BMP");
            }
            javax.imageio.ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                checkSize(reader.getWidth(0), reader.getHeight(0));
                BufferedImage image = reader.read(0);
                if (!warnings.isEmpty()) {
                    throw unreadable("its " + bytes.length + " bytes are a broken image: " + warnings.get(0));
                }
                return image;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Broken images make readers of the JDK throw whatever comes: there is nothing else that could be wrong
            // here.
            throw unreadable("its " + bytes.length + " bytes are a broken image: " + e.getMessage());
        }
    }

    private void checkSize(int width, int height) throws ContentException {
        if ((long) width * height > recipe.pixels()) {
            throw new ContentException(
                    Reason.OVERSIZED,
                    "the image has " + width + " x " + height + " pixels; at most " + recipe.pixels()
                            + " are declared");
        }
    }

    private static ContentException unreadable(String detail) {
        return new ContentException(Reason.UNREADABLE_CONTENT, detail);
    }

    /** Does nothing: there is nothing to close. */
    @Override
    public void close() {}
}
