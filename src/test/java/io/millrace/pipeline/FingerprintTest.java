package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
    private static final String SHOP = fingerprint(Definitions.SHOP);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "pipeline: shop ~ pipeline: shop # a comment",
                "pipeline: shop ~ pipeline: shop\\nowners: {data: someone}\\ndescription: New words",
                "window: 7d} ~ window: 168h}",
                "{max: quantity, window: 36h, lag: 12h} ~ {lag: 12h, window: 1d12h, max: quantity, description: Most, owner: me, tags: [a]}",
                "price * double(quantity) ~ (price) * double( quantity )",
                "window: 36h ~ window: 35h",
                "window: 7d} ~ window: 7d, accuracy: exact}",
                "window: 7d} ~ window: 7d, accuracy: {hop: 1ms}}",
                "topic: orders, ~ topic: orders-v2, lateness: 9s, description: The orders, tags: [x],",
            })
    void staysWhereTheVectorMeansTheSame(String part, String replacement) {
        assertThat(fingerprint(shop(part, replacement))).isEqualTo(SHOP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "window: 7d} ~ window: 8d}",
                "window: 7d} ~ window: 7d, lag: 1ms}",
                "window: 7d} ~ window: 7d, accuracy: {hop: 1h}}",
                "window: 7d} ~ session: 1h, at_most: 7d}",
                "price * double(quantity) ~ double(quantity) * price",
                "status == 'PAID' ~ status == 'OPEN'",
                "where: \"status == 'PAID'\", ~ ``",
                "sum: price ~ max: price",
                "ratio * 2.0 ~ ratio * 2.5",
                "price / customer.spend ~ price / (customer.spend + 1.0)",
                "count == 0 ? 0.0 ~ count == 0 ? 1.0",
                "[order.*, customer.spend, customer.rate_1d] ~ [order.*, customer.rate_1d, customer.spend]",
                "[order.*, customer.spend, customer.rate_1d] ~ [order.*, customer.spend]",
                "id: order_id, time ~ id: note, time",
            })
    void changesWhereTheVectorMeansSomethingElse(String part, String replacement) {
        String yaml = shop(part, replacement == null ? "" : replacement);
        // Without the outcome, which joins on the id, whose type one of the changes alters.
        assertThat(fingerprint(yaml.replaceAll("outcome: .*", ""))).isNotEqualTo(SHOP);
    }

    @Test
    void followsTheEntity() {
        String byOrder = Definitions.shop("entity: customer", "entity: order_id");
        assertThat(fingerprint(byOrder)).isNotEqualTo(SHOP);
    }

    @Test
    void namesOfFeaturesAreNoMeaning() {
        String renamed = Definitions.SHOP
                .replace("spend: {", "paid: {")
                .replace("customer.spend", "customer.paid")
                .replace("ratio", "share");
        assertThat(fingerprint(renamed)).isEqualTo(SHOP);
    }

    @Test
    void whetherEntitiesAreErasedIsNoMeaning() {
        assertThat(fingerprint(Definitions.erasable())).isEqualTo(SHOP);
    }

    @Test
    void theOrderOfDeclarationsIsNoMeaning() {
        String most = "    most: {max: quantity, window: 36h, lag: 12h}\n";
        String moved = Definitions.SHOP.replace(most, "").replace("    count: {", most + "    count: {");
        assertThat(fingerprint(moved)).isEqualTo(SHOP);
    }

    @Test
    void inputsOfInputsCount() {
        // twice reads ratio, which reads spend: only twice is given to the model.
        String inputs = "[order.*, customer.spend, customer.rate_1d]";
        String one = fingerprint(Definitions.shop(inputs, "[order.twice]"));
        String other = fingerprint(Definitions.shop(inputs, "[order.twice]").replace("window: 7d}", "window: 6d}"));
        assertThat(other).isNotEqualTo(one);
    }

    private static String shop(String part, String replacement) {
        return Definitions.shop(part, replacement.replace("\\n", "\n"));
    }

    private static String fingerprint(String yaml) {
        return Definitions.compile(yaml).fingerprint();
    }
}
