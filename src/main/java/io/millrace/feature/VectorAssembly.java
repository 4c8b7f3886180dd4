package io.millrace.feature;

import io.millrace.event.Event;

/** The last step to a vector: the derived features, and the choice of the model's inputs. Stateless but for what it was made from. */
public final class VectorAssembly {
    private final DerivedFeature[] derived;
    private final int[] slots;

    public VectorAssembly(FeaturePlan plan) {
        this.derived = plan.derived().toArray(DerivedFeature[]::new);
        this.slots = plan.vector().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Computes every derived feature into a row whose windowed features are there. */
    public void derive(Event event, double[] row) {
        for (DerivedFeature feature : derived) {
            row[feature.slot()] = feature.expression().eval(event, row);
        }
    }

    /** The number of inputs of the model. */
    public int width() {
        return slots.length;
    }

    /** A new array with the model's inputs in order. */
    public double[] vector(double[] row) {
        double[] vector = new double[slots.length];
        choose(row, vector);
        return vector;
    }

    /** Writes the model's inputs in order into an array of {@link #width}. */
    public void choose(double[] row, double[] vector) {
        for (int i = 0; i < slots.length; i++) {
            vector[i] = row[slots[i]];
        }
    }
}
