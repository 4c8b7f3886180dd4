package io.millrace.adapter.registry;

import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.event.Opener;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;

/** Decoders of a pipeline's sources. */
public final class SourceDecoders {
    private SourceDecoders() {}

    /** Opens the decoder of a source; compiles the definition where it is opened. */
    public static Opener<RecordDecoder<Event>> of(PipelineText text, int source, Settings settings) {
        return () -> EventDecoder.open(PipelineCompiler.compile(text).sources().get(source), settings);
    }
}
