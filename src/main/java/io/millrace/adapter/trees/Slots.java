package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The integers that a vector becomes, so that a branch of any mode is one subtraction of longs: it goes the way "below" where
 * {@code slot - threshold} is negative.
 *
 * <p>An order slot holds a feature's {@link #key}, which has the order of the floats; a missing value is below all keys in
 * one such slot and above all in another, as the branches that read it want. An equality slot holds -1 where a feature equals
 * a value, otherwise 0. Slot {@link #LEAF} is above all: leaves compare with it and stay where they are.
 */
final class Slots {
    static final int LEAF = 0;

    private static final long BELOW_ALL = Integer.MIN_VALUE;
    private static final long ABOVE_ALL = Integer.MAX_VALUE;
    private static final long EQUAL = -1;

    private record Order(int feature, long missing) {}

    private record Equality(int feature, float value, long missing) {}

    private final int[] orderSlots;
    private final int[] orderFeatures;
    private final long[] orderMissing;
    private final int[] equalitySlots;
    private final int[] equalityFeatures;
    private final float[] equalityValues;
    private final long[] equalityMissing;

    private Slots(Map<Order, Integer> orders, Map<Equality, Integer> equalities) {
        orderSlots = numbers(orders);
        orderFeatures = orders.keySet().stream().mapToInt(Order::feature).toArray();
        orderMissing = orders.keySet().stream().mapToLong(Order::missing).toArray();
        equalitySlots = numbers(equalities);
        equalityFeatures =
                equalities.keySet().stream().mapToInt(Equality::feature).toArray();
        equalityMissing =
                equalities.keySet().stream().mapToLong(Equality::missing).toArray();
        equalityValues = new float[equalitySlots.length];
        int next = 0;
        for (Equality equality : equalities.keySet()) {
            equalityValues[next++] = equality.value;
        }
    }

    private static int[] numbers(Map<?, Integer> slots) {
        return slots.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** An integer with the order of the floats, the same for both zeros; not for NaN. */
    static int key(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ bits >> 31 >>> 1;
    }

    /** How many slots a vector has. */
    int count() {
        return 1 + orderSlots.length + equalitySlots.length;
    }

    /** An array for the slots of some vectors, one vector after the other. */
    long[] allocate(int vectors) {
        long[] slots = new long[Math.multiplyExact(vectors, count())];
        Arrays.fill(slots, ABOVE_ALL);
        return slots;
    }

    /**
     * Fills slots.
     *
     * @param vectors of {@code width} floats each
     * @param slots from {@link #allocate}
     */
    void fill(float[] vectors, int width, int rows, long[] slots) {
        int count = count();
        for (int row = 0; row < rows; row++) {
            fillOrders(vectors, row * width, slots, row * count);
            fillEqualities(vectors, row * width, slots, row * count);
        }
    }

    private void fillOrders(float[] vectors, int vector, long[] slots, int first) {
        for (int i = 0; i < orderSlots.length; i++) {
            float value = vectors[vector + orderFeatures[i]];
            slots[first + orderSlots[i]] = Float.isNaN(value) ? orderMissing[i] : key(value);
        }
    }

    private void fillEqualities(float[] vectors, int vector, long[] slots, int first) {
        for (int i = 0; i < equalitySlots.length; i++) {
            float value = vectors[vector + equalityFeatures[i]];
            long equal = value == equalityValues[i] ? EQUAL : 0;
            slots[first + equalitySlots[i]] = Float.isNaN(value) ? equalityMissing[i] : equal;
        }
    }

    /** Numbers the slots that branches read. */
    static final class Builder {
        private final Map<Order, Integer> orders = new LinkedHashMap<>();
        private final Map<Equality, Integer> equalities = new LinkedHashMap<>();

        /** The slot that a branch reads. */
        int slot(Branch branch) {
            return switch (branch.mode()) {
                case BRANCH_EQ -> equality(branch, branch.missingIsTrue() ? EQUAL : 0);
                case BRANCH_NEQ -> equality(branch, 0);
                default -> {
                    boolean missingIsBelow = branch.missingIsTrue() == belowIsTrue(branch);
                    Order order = new Order(branch.feature(), missingIsBelow ? BELOW_ALL : ABOVE_ALL);
                    yield orders.computeIfAbsent(order, added -> next());
                }
            };
        }

        private int equality(Branch branch, long missing) {
            Equality equality = new Equality(branch.feature(), branch.threshold() + 0f, missing);
            return equalities.computeIfAbsent(equality, added -> next());
        }

        private int next() {
            return 1 + orders.size() + equalities.size();
        }

        /** What the slot is compared with. */
        static int threshold(Branch branch) {
            return switch (branch.mode()) {
                case BRANCH_LT, BRANCH_GTE -> key(branch.threshold());
                case BRANCH_LEQ, BRANCH_GT -> key(branch.threshold()) + 1;
                case BRANCH_EQ, BRANCH_NEQ -> 0;
            };
        }

        /** Whether the way "below" is that of true. */
        static boolean belowIsTrue(Branch branch) {
            return switch (branch.mode()) {
                case BRANCH_LT, BRANCH_LEQ, BRANCH_EQ -> true;
                case BRANCH_GTE, BRANCH_GT, BRANCH_NEQ -> false;
            };
        }

        Slots build() {
            return new Slots(orders, equalities);
        }
    }
}
