package io.millrace.dev.bench;

import io.millrace.job.WindowAggregate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All payments of one customer in order, from which features are computed in the plainest way: the oracle of the benchmark. */
final class PaymentHistory {
    private final List<Payment> payments = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();

    private record Payment(long time, double amount) {}

    /** Adds a payment that comes after all others, or at the same time as the last. */
    void add(String id, long time, double amount) {
        if (!payments.isEmpty() && payments.get(payments.size() - 1).time() > time) {
            throw new BenchException("Payment " + id + " is older than the one before; give --data in order of time");
        }
        positions.put(id, payments.size());
        payments.add(new Payment(time, amount));
    }

    Set<String> ids() {
        return positions.keySet();
    }

    /** Whether another payment has the same time: systems differ in whether it counts. */
    boolean isTied(String id) {
        int position = positions.getOrDefault(id, -1);
        long time = payments.get(position).time();
        return (position > 0 && payments.get(position - 1).time() == time)
                || (position + 1 < payments.size() && payments.get(position + 1).time() == time);
    }

    /**
     * The value of a feature as of a payment, itself included.
     *
     * @param hop to whole multiples of which the window begins, in milliseconds
     */
    double expected(String id, WindowAggregate feature, long hop) {
        int last = positions.getOrDefault(id, -1);
        long now = payments.get(last).time();
        long left = Math.floorDiv(now - feature.window(), hop) * hop;
        int first = last;
        while (first > 0 && payments.get(first - 1).time() > left) {
            first--;
        }
        var amounts = payments.subList(first, last + 1).stream()
                .mapToDouble(Payment::amount)
                .summaryStatistics();
        return switch (feature.kind()) {
            case COUNT -> amounts.getCount();
            case SUM -> amounts.getSum();
            case AVG -> amounts.getAverage();
            case MIN -> amounts.getMin();
            case MAX -> amounts.getMax();
        };
    }
}
