package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import io.millrace.onnx.OnnxBatch;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Scores vectors with an ONNX model: one input of floats [N, width], an output {@code score} of floats [N] or [N, 1]. */
public final class OnnxScorer implements Scorer {
    private final OnnxModel model;
    private final OnnxBatch batch;
    private final FloatBuffer input;
    private final FloatBuffer scores;
    private final int width;
    private final String execution;

    private OnnxScorer(OnnxModel model, ScoringSignature signature, int capacity) {
        this.model = model;
        this.width = signature.width();
        this.input = floats(capacity * width);
        this.scores = floats(capacity);
        this.batch = model.bind(signature.input(), signature.score(), input, scores);
        this.execution = model.runtime() + "; " + Processor.describe();
    }

    /**
     * Opens a model for a pipeline.
     *
     * @param artefact the ONNX file
     * @param digest its digest
     * @param fingerprint fingerprint of the pipeline's vector, which the model must have been trained for
     * @param width the number of inputs
     * @param capacity the most rows of a batch
     * @throws DefinitionException when the artefact is corrupt or doesn't fit the pipeline, with every reason
     */
    public static OnnxScorer open(byte[] artefact, String digest, String fingerprint, int width, int capacity) {
        OnnxModel model = open(artefact, digest);
        try {
            return new OnnxScorer(model, ScoringSignature.of(model, fingerprint, width), capacity);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static OnnxModel open(byte[] artefact, String digest) {
        try {
            return OnnxModel.open(artefact, digest);
        } catch (OnnxException e) {
            DefinitionException refused = new DefinitionException("model " + digest, String.valueOf(e.getMessage()));
            refused.initCause(e);
            throw refused;
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int capacity() {
        return scores.capacity();
    }

    @Override
    public FloatBuffer input() {
        return input;
    }

    @Override
    public void run(int rows) {
        try {
            batch.run(rows);
        } catch (OnnxException e) {
            throw new ScoringException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public float score(int row) {
        return scores.get(row);
    }

    @Override
    public String execution() {
        return execution;
    }

    @Override
    public void close() {
        batch.close();
        model.close();
    }
}
