package io.millrace.job;

/** The fields of card transactions that the compared jobs read, as the Avro schema names them. */
public final class CardFields {
    public static final String ID = "transaction_id";
    public static final String TIME = "event_time";
    public static final String CUSTOMER = "customer_id";
    public static final String AMOUNT = "amount";

    private CardFields() {}
}
