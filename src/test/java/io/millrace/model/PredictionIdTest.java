package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PredictionIdTest {
    private final PredictionId ids = new PredictionId();

    /** What consumers may compute for themselves. */
    private static String expected(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private String shadow(String topic, int partition, long offset, String digest) {
        byte[] id = new byte[PredictionId.DIGITS];
        ids.shadow(topic, partition, offset, digest, id);
        return new String(id, StandardCharsets.US_ASCII);
    }

    @Test
    void isTheHashOfPlaceAndPart() throws Exception {
        assertThat(ids.served("cards", 0, 0)).isEqualTo(expected("cards\n0\n0\nCHAMPION"));
        assertThat(shadow("cards", 12, 345, "d1")).isEqualTo(expected("cards\n12\n345\nSHADOW d1"));
        assertThat(ids.served("cards", Integer.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo(expected("cards\n2147483647\n9223372036854775807\nCHAMPION"));
        assertThat(shadow("cards", 12, 345, "d2")).isEqualTo(expected("cards\n12\n345\nSHADOW d2"));
        assertThat(shadow("cards", 12, 345, "d1")).isEqualTo(expected("cards\n12\n345\nSHADOW d1"));
        assertThat(ids.served("cärds", 12, 345)).isEqualTo(expected("cärds\n12\n345\nCHAMPION"));
    }

    @Test
    void aPlaceIsNotNegative() {
        assertThatThrownBy(() -> ids.served("cards", -1, 0))
                .hasMessage("a partition or an offset is -1; expected 0 or more");
    }
}
