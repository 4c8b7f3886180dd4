package io.millrace.flink;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime called in a loop on one thread, with nothing around it: what any operator can come up to at most. */
final class RawLoop implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final float[] rows;
    private final int width;
    private final int batch;
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** @param rows vectors, one after the other */
    RawLoop(byte[] artefact, float[] rows, int width, int batch) throws OrtException {
        this.rows = rows;
        this.width = width;
        this.batch = batch;
        this.input = floats(batch * width);
        this.output = floats(batch);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        session = environment.createSession(artefact, options);
        inputs = Map.of("vector", OnnxTensor.createTensor(environment, input, new long[] {batch, width}));
        outputs = Map.of("score", OnnxTensor.createTensor(environment, output, new long[] {batch, 1}));
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Scores rows in batches, with filling the input and reading the scores. */
    double score(int first, int count) throws OrtException {
        double sum = 0;
        for (int from = first; from < first + count; from += batch) {
            input.put(0, rows, from * width, batch * width);
            session.run(inputs, outputs).close();
            for (int row = 0; row < batch; row++) {
                sum += output.get(row);
            }
        }
        return sum;
    }

    /** Scores rows one by one, with arrays and tensors made for each. */
    double scoreOneByOne(int first, int count) throws OrtException {
        double sum = 0;
        for (int row = first; row < first + count; row++) {
            float[][] vector = new float[1][width];
            System.arraycopy(rows, row * width, vector[0], 0, width);
            try (OnnxTensor tensor = OnnxTensor.createTensor(environment, vector);
                    OrtSession.Result result = session.run(Map.of("vector", tensor))) {
                sum += ((float[][]) result.get("score").orElseThrow().getValue())[0][0];
            }
        }
        return sum;
    }

    @Override
    public void close() throws OrtException {
        inputs.values().forEach(OnnxTensor::close);
        outputs.values().forEach(OnnxTensor::close);
        session.close();
        options.close();
    }
}
