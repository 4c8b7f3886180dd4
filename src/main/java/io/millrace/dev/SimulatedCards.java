package io.millrace.dev;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Card transactions of a made-up world, in order of time and without end.
 *
 * <p>Each customer pays more or less often, at terminals nearby, amounts around a mean of their own. Three kinds of fraud
 * leave traces that features over weeks can find:
 *
 * <ol>
 *   <li>any amount above {@value #LIMIT_CENTS} cents;
 *   <li>a terminal is compromised, and for four weeks nearly every payment there is fraud;
 *   <li>a customer's card is compromised, and for two weeks a third of the payments is fraud, of five times the amount.
 * </ol>
 *
 * <p>A day is made at once: its transactions are drawn, sorted, and handed out.
 */
public final class SimulatedCards implements Iterator<CardTransaction> {
    static final long LIMIT_CENTS = 22_000;

    private static final int SECONDS_A_DAY = 86_400;
    private static final int NOON = SECONDS_A_DAY / 2;
    private static final int SPREAD_SECONDS = 20_000;

    private final CardWorld world;
    private final SplittableRandom random;
    private final Customers customers;
    private final Compromises terminals;
    private final Compromises cards;
    private final List<CardTransaction> today = new ArrayList<>();
    private int given;
    private long day;
    private long nextId;

    public SimulatedCards(CardWorld world) {
        this.world = world;
        this.random = new SplittableRandom(world.seed());
        this.customers = new Customers(world, random);
        this.terminals = Compromises.ofTerminals(world.terminals(), random);
        this.cards = Compromises.ofCards(world.customers(), random);
    }

    /** Always true. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public CardTransaction next() {
        while (given == today.size()) {
            nextDay();
        }
        return today.get(given++);
    }

    private void nextDay() {
        terminals.advanceTo(day, random);
        cards.advanceTo(day, random);
        List<Payment> payments = new ArrayList<>();
        for (int customer = 0; customer < world.customers(); customer++) {
            for (int i = customers.paymentsToday(customer, random); i > 0; i--) {
                payments.add(payment(customer));
            }
        }
        payments.sort(Comparator.comparingInt(Payment::second));
        today.clear();
        given = 0;
        payments.forEach(payment -> today.add(transaction(payment)));
        day++;
    }

    private record Payment(int second, int customer, int terminal, long cents) {}

    private Payment payment(int customer) {
        return new Payment(
                timeOfDay(), customer, customers.terminal(customer, random), customers.cents(customer, random));
    }

    /** Mostly around noon, at any hour now and then. */
    private int timeOfDay() {
        int second = (int) Math.round(NOON + SPREAD_SECONDS * random.nextGaussian());
        return second >= 0 && second < SECONDS_A_DAY ? second : random.nextInt(SECONDS_A_DAY);
    }

    private CardTransaction transaction(Payment payment) {
        long cents = payment.cents;
        int scenario = cents > LIMIT_CENTS ? 1 : 0;
        if (terminals.strikes(payment.terminal, random)) {
            scenario = 2;
        }
        if (cards.strikes(payment.customer, random)) {
            scenario = 3;
            cents *= 5;
        }
        long second = world.startSecond() + day * SECONDS_A_DAY + payment.second;
        return new CardTransaction(nextId++, second, payment.customer, payment.terminal, cents, scenario);
    }
}
