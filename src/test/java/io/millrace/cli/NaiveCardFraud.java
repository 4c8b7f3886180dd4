package io.millrace.cli;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of jobs/card-fraud computed from rows of the card transactions with nothing of Millrace: lists, loops and plain addition of
 * doubles, written from the description of the features alone.
 */
public final class NaiveCardFraud {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final long DAY = 86_400;
    private static final int[] DAYS = {1, 7, 30};

    private final Map<String, List<double[]>> ofCustomer = new HashMap<>();
    private final Map<String, List<double[]>> ofTerminal = new HashMap<>();

    /** Takes in the next row (id, time, customer, terminal, amount, fraud) and gives its features by name. */
    public Map<String, Double> next(String[] row) {
        LocalDateTime when = LocalDateTime.parse(row[1], FORMAT);
        long time = when.toEpochSecond(ZoneOffset.UTC);
        double amount = Double.parseDouble(row[4]);
        List<double[]> customer = ofCustomer.computeIfAbsent(row[2], key -> new ArrayList<>());
        List<double[]> terminal = ofTerminal.computeIfAbsent(row[3], key -> new ArrayList<>());
        customer.add(new double[] {time, amount});
        terminal.add(new double[] {time, row[5].equals("1") ? 1 : 0});

        Map<String, Double> features = new LinkedHashMap<>();
        for (int days : DAYS) {
            double count = 0;
            double sum = 0;
            for (int i = customer.size() - 1; i >= 0 && customer.get(i)[0] > time - days * DAY; i--) {
                count++;
                sum += customer.get(i)[1];
            }
            features.put("card.count_" + days + "d", count);
            features.put("card.avg_" + days + "d", sum / count);

            double seen = 0;
            double frauds = 0;
            for (int i = terminal.size() - 1; i >= 0 && terminal.get(i)[0] > time - (days + 7) * DAY; i--) {
                if (terminal.get(i)[0] <= time - 7 * DAY) {
                    seen++;
                    frauds += terminal.get(i)[1];
                }
            }
            features.put("terminal.seen_" + days + "d", seen);
            features.put("terminal.frauds_" + days + "d", frauds);
            features.put("terminal.risk_" + days + "d", seen == 0 ? 0 : frauds / seen);
        }
        DayOfWeek day = when.getDayOfWeek();
        features.put("transaction.amount", amount);
        features.put("transaction.weekend", day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY ? 1.0 : 0.0);
        features.put("transaction.night", when.getHour() <= 6 ? 1.0 : 0.0);
        return features;
    }
}
