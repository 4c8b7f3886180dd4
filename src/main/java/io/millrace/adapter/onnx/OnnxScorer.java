package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelInputs;
import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import io.millrace.onnx.LoadedModel;
import io.millrace.onnx.OnnxBatch;
import io.millrace.onnx.OnnxException;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.OnnxValue;
import io.millrace.onnx.TensorBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores vectors with an ONNX model. It takes the vector as one matrix, or features one by one or in groups, as floats, doubles, int64 or bools; and gives a
 * score, float or double, and what else is wanted of it.
 */
public final class OnnxScorer implements Scorer {
    private final OnnxModel model;
    private final OnnxBatch batch;
    private final ModelInputs given;
    private final int capacity;
    private final @Nullable Duration timeout;
    private final FloatBuffer input;
    private final @Nullable TypedBatch typed;
    private final OutputReader score;
    private final List<String> names;
    private final OutputReader[] others;
    private final String execution;
    private boolean isPut;

    private OnnxScorer(
            OnnxModel model, ScoringSignature signature, ModelInputs given, int capacity, @Nullable Duration timeout) {
        this.model = model;
        this.given = given;
        this.capacity = capacity;
        this.timeout = timeout;
        List<TensorBuffer> inputs = signature.inputs().stream()
                .map(columns -> TensorBuffer.allocate(columns.value(), capacity))
                .toList();
        boolean direct = signature.takesFloatVector(given.width());
        this.input = direct ? inputs.get(0).floats() : floats(capacity * given.width());
        this.typed = direct ? null : new TypedBatch(given.features(), signature.inputs(), inputs, capacity);
        Map<OnnxValue, TensorBuffer> outputs = new LinkedHashMap<>();
        this.score = reader(signature.score(), outputs);
        this.names = signature.outputs().stream().map(OutputColumn::name).toList();
        this.others = signature.outputs().stream()
                .map(column -> reader(column, outputs))
                .toArray(OutputReader[]::new);
        this.batch = model.bind(inputs, new ArrayList<>(outputs.values()));
        this.execution = model.runtime() + "; " + Processor.describe();
    }

    private OutputReader reader(OutputColumn column, Map<OnnxValue, TensorBuffer> outputs) {
        TensorBuffer buffer = outputs.computeIfAbsent(column.value(), value -> TensorBuffer.allocate(value, capacity));
        return OutputReader.of(buffer, column.column());
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** The same as {@link #open(byte[], String, ModelInputs, int, Duration)} for a model that takes the vector as one matrix, without a timeout. */
    public static OnnxScorer open(byte[] artefact, String digest, String fingerprint, int width, int capacity) {
        return open(artefact, digest, ModelInputs.unnamed(fingerprint, width), capacity, null);
    }

    /**
     * Opens a model for a pipeline.
     *
     * @param artefact the ONNX file
     * @param digest its digest
     * @param given what the pipeline gives to the model
     * @param capacity the most rows of a batch
     * @param timeout how long a call may take, with some 10 milliseconds more until it is noticed; null: for ever
     * @throws DefinitionException when the artefact is corrupt or doesn't fit the pipeline, with every reason
     * @throws IllegalStateException when ONNX Runtime was loaded from the job jar
     */
    public static OnnxScorer open(
            byte[] artefact, String digest, ModelInputs given, int capacity, @Nullable Duration timeout) {
        ModelCheck check = new ModelCheck("model " + digest, given);
        OnnxModel model = check.load(artefact, digest);
        try {
            return new OnnxScorer(model, check.signature(model), given, capacity, timeout);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Bytes by which this process grew when the models that it has loaded were; 0 where the system doesn't tell. */
    public static long loadedBytes() {
        return OnnxModel.loaded().stream().mapToLong(LoadedModel::bytes).sum();
    }

    @Override
    public int width() {
        return given.width();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public FloatBuffer input() {
        isPut = false;
        return input;
    }

    @Override
    public void put(int row, double[] values, int[] slots) {
        if (typed != null) {
            isPut = true;
            typed.put(row, values, slots);
            return;
        }
        int position = row * slots.length;
        for (int slot : slots) {
            input.put(position++, (float) values[slot]);
        }
    }

    @Override
    public void run(int rows) {
        if (typed != null) {
            if (!isPut) {
                typed.putAll(rows, input);
            }
            typed.write(rows);
        }
        try {
            if (timeout == null) {
                batch.run(rows);
            } else {
                batch.run(rows, timeout);
            }
        } catch (OnnxException e) {
            throw new ScoringException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public float score(int row) {
        return (float) score.value(row);
    }

    @Override
    public List<String> outputs() {
        return names;
    }

    @Override
    public double output(int row, int output) {
        return others[output].value(row);
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
