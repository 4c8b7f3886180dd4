package io.millrace.adapter.xgboost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * XGBoost models of generated data with structure: amounts, counts, hours and flags, of which some make a positive likely, alone and
 * together; and rows of that kind to score.
 */
public final class TrainedTrees {
    public static final String FINGERPRINT = "f00d";

    private static final int TRAINED_ON = 30_000;
    private static final double MISSING = 0.03;

    private TrainedTrees() {}

    /** A model as an ONNX file, for a vector with {@link #FINGERPRINT}. */
    public static byte[] onnx(int width, int trees, int depth, long seed) {
        try (BoostedTrees booster = train(width, trees, depth, seed)) {
            return OnnxTrees.write(SavedModel.read(booster.json()), Map.of("millrace.fingerprint", FINGERPRINT));
        }
    }

    private static BoostedTrees train(int width, int trees, int depth, long seed) {
        Random random = new Random(seed);
        Examples examples = new Examples(width);
        for (int row = 0; row < TRAINED_ON; row++) {
            double[] vector = vector(random, width);
            examples.add(vector, random.nextDouble() < risk(vector));
        }
        return BoostedTrees.train(examples, new Hyperparameters(trees, depth, 0.1, 1, seed));
    }

    /** What XGBoost says that the inputs of the model contributed to the margin of each row, and what the margin is on average. */
    public static float[][] contributions(int width, int trees, int depth, long seed, float[] rows)
            throws XGBoostError, IOException {
        try (BoostedTrees trained = train(width, trees, depth, seed)) {
            Booster booster = XGBoost.loadModel(trained.json().getBytes(StandardCharsets.UTF_8));
            DMatrix matrix = new DMatrix(rows, rows.length / width, width, Float.NaN);
            try {
                return booster.predictContrib(matrix, 0);
            } finally {
                matrix.dispose();
                booster.dispose();
            }
        }
    }

    /** Rows that the model was not trained on, one after the other. */
    public static float[] rows(int width, int rows, long seed) {
        Random random = new Random(~seed);
        float[] values = new float[rows * width];
        for (int row = 0; row < rows; row++) {
            double[] vector = vector(random, width);
            for (int i = 0; i < width; i++) {
                values[row * width + i] = (float) vector[i];
            }
        }
        return values;
    }

    private static double[] vector(Random random, int width) {
        double[] vector = new double[width];
        double pace = random.nextGaussian();
        for (int i = 0; i < width; i++) {
            vector[i] = random.nextDouble() < MISSING ? Double.NaN : value(random, i, pace);
        }
        return vector;
    }

    private static double value(Random random, int column, double pace) {
        return switch (column % 5) {
            case 0 -> Math.rint(100 * Math.exp(3 + pace + random.nextGaussian())) / 100;
            case 1 -> Math.floor(Math.exp(1 + pace + random.nextGaussian()));
            case 2 -> random.nextGaussian() + pace;
            case 3 -> random.nextInt(24);
            default -> random.nextInt(4) == 0 ? 1 : 0;
        };
    }

    private static double risk(double[] vector) {
        double risk = -3;
        for (int i = 0; i + 4 < vector.length; i += 5) {
            double weight = 1.0 / (1 + i / 5);
            risk += weight * (vector[i] > 60 && vector[i + 4] == 1 ? 3 : 0);
            risk += weight * (vector[i + 1] > 6 && vector[i + 3] < 6 ? 2 : 0);
            risk += weight * Math.sin(2 * (Double.isNaN(vector[i + 2]) ? 0 : vector[i + 2]));
        }
        return 1 / (1 + Math.exp(-risk));
    }
}
