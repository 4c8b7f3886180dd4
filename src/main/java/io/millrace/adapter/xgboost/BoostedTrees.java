package io.millrace.adapter.xgboost;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A trained XGBoost model in native memory. The same examples and parameters give the same model to the bit. */
final class BoostedTrees implements AutoCloseable {
    // The bits are the same with any number. With several, a round waits at every step for the slowest one: on a busy
    // machine
    // of two cores a training of a second took fourteen.
    private static final int THREADS = 1;

    private final Booster booster;
    private final int width;

    private BoostedTrees(Booster booster, int width) {
        this.booster = booster;
        this.width = width;
    }

    /** @throws DefinitionException when this machine can't run XGBoost */
    static BoostedTrees train(Examples examples, Hyperparameters hyperparameters) {
        try {
            DMatrix matrix = new DMatrix(examples.values(), examples.rows(), examples.width(), Float.NaN);
            try {
                matrix.setLabel(examples.labels());
                return new BoostedTrees(boost(matrix, hyperparameters), examples.width());
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost can't train: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw noNativeLibrary(e);
        }
    }

    private static Booster boost(DMatrix matrix, Hyperparameters hyperparameters) throws XGBoostError {
        Map<String, Object> parameters = new HashMap<>(hyperparameters.byName());
        parameters.remove("num_boost_round");
        parameters.put("nthread", THREADS);
        parameters.put("verbosity", 0);
        return XGBoost.train(matrix, parameters, hyperparameters.trees(), Map.of(), null, null);
    }

    private static DefinitionException noNativeLibrary(LinkageError error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        DefinitionException refused = new DefinitionException(
                "training",
                "XGBoost's native library can't be loaded: " + cause.getMessage()
                        + "; it is there for Linux and macOS on x86_64 and aarch64 and for Windows on x86_64, and on Linux it"
                        + " needs libgomp.so.1: install the package libgomp1 (Debian, Ubuntu) or libgomp (Fedora, RHEL)");
        refused.initCause(error);
        return refused;
    }

    /** A model that was saved as JSON. */
    static BoostedTrees load(String json, int width) {
        try {
            Booster booster = XGBoost.loadModel(json.getBytes(StandardCharsets.UTF_8));
            booster.setParam("nthread", THREADS);
            return new BoostedTrees(booster, width);
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("XGBoost can't load the model: " + e.getMessage(), e);
        }
    }

    /** The model in XGBoost's own JSON form, in which every float reads back to the same bits. */
    String json() {
        try {
            return new String(booster.toByteArray("json"), StandardCharsets.UTF_8);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost can't save the model: " + e.getMessage(), e);
        }
    }

    /** The log-odds of each row. */
    float[] margins(float[] values) {
        return predict(values, true);
    }

    /** The probability of each row. */
    float[] scores(float[] values) {
        return predict(values, false);
    }

    private float[] predict(float[] values, boolean margin) {
        try {
            DMatrix matrix = new DMatrix(values, values.length / width, width, Float.NaN);
            try {
                return firstColumn(booster.predict(matrix, margin));
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost can't predict: " + e.getMessage(), e);
        }
    }

    private static float[] firstColumn(float[][] rows) {
        float[] column = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            column[row] = rows[row][0];
        }
        return column;
    }

    @Override
    public void close() {
        booster.dispose();
    }
}
