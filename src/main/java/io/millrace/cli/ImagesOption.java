package io.millrace.cli;

import io.millrace.adapter.content.ImagePlaces;
import picocli.CommandLine.Option;

/** Where images lie that events refer to. */
final class ImagesOption {
    @Option(
            names = "--images",
            paramLabel = "DIRS",
            description =
                    "Directories or URIs, with commas between, under which images lie that events refer to; none other is read.")
    private String under = "";

    ImagePlaces places() {
        return ImagePlaces.under(under);
    }
}
