package io.millrace.adapter.content;

import io.millrace.config.Durations;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Where files with images lie that events refer to, and how they are read.
 *
 * @param under directories and URIs; a file is read only where it lies under one of them
 * @param timeout how long a file is waited for, each time
 * @param total how long files that can't be had are asked for again
 * @param ahead how many files are read side by side, from 1
 */
public record ImagePlaces(List<String> under, Duration timeout, Duration total, int ahead) implements Serializable {
    private static final long serialVersionUID = 1;

    public ImagePlaces {
        under = List.copyOf(under);
    }

    /** As settings say. */
    public static ImagePlaces of(Settings settings) {
        return new ImagePlaces(
                places(settings.text(Setting.IMAGES_UNDER)),
                settings.duration(Setting.IMAGES_TIMEOUT),
                settings.duration(Setting.IMAGES_RETRY_TOTAL),
                settings.count(Setting.IMAGES_AHEAD));
    }

    /** With the defaults of the settings. */
    public static ImagePlaces under(String places) {
        return new ImagePlaces(
                places(places),
                duration(Setting.IMAGES_TIMEOUT),
                duration(Setting.IMAGES_RETRY_TOTAL),
                Integer.parseInt(otherwise(Setting.IMAGES_AHEAD)));
    }

    /** For pipelines without such images. */
    public static ImagePlaces none() {
        return under("");
    }

    private static List<String> places(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(place -> !place.isEmpty())
                .toList();
    }

    private static Duration duration(Setting setting) {
        return Duration.ofMillis(Durations.parse(otherwise(setting)).orElseThrow());
    }

    private static String otherwise(Setting setting) {
        return Objects.requireNonNull(setting.defaultText());
    }
}
