package io.millrace.cli;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.content.ContentVectors;
import io.millrace.pipeline.Source;
import java.io.IOException;

/** The vectors of a source's texts and images, by the models that are kept. */
final class SourceVectors {
    private SourceVectors() {}

    /** @throws IOException where a model can't be read */
    static ContentVectors open(Source source, Settings settings) throws IOException {
        return ContentVectors.open(
                source.name(),
                source.topic(),
                source.vectors(),
                StoredReaders.of(settings),
                settings.count(Setting.VECTORS_IN_MEMORY));
    }
}
