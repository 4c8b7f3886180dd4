package io.millrace.dev.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.feed.Feed.Item;
import io.millrace.dev.feed.Feed.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DisorderTest {
    private static final long LATE = TimeUnit.DAYS.toMillis(1);
    private static final int RECORDS = 50_000;

    /** What is sent, one record each second of event time. */
    private static List<Item> sent(Disorder disorder) {
        List<Item> sent = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            long time = TimeUnit.SECONDS.toMillis(i);
            disorder.hold(new Item(new ProducerRecord<>("t", new byte[0], new byte[0]), time, Use.SCORED));
            sent.addAll(disorder.upTo(time));
        }
        sent.addAll(disorder.upTo(Long.MAX_VALUE));
        return sent;
    }

    @Test
    void nothingIsLostAndSomeComeTwice() {
        Disorder disorder = new Disorder(1, LATE);
        List<Item> sent = sent(disorder);

        assertThat(new HashSet<>(sent)).hasSize(RECORDS);
        assertThat(sent).hasSize(RECORDS + (int) disorder.repeated());
        assertThat(disorder.repeated()).isBetween(150L, 350L);
    }

    @Test
    void someAreLateAndFewAreLaterThanThePipelineWaits() {
        Disorder disorder = new Disorder(1, LATE);
        List<Item> sent = sent(disorder);

        long newest = Long.MIN_VALUE;
        long behind = 0;
        for (Item item : sent) {
            behind += newest - item.time() > TimeUnit.MINUTES.toMillis(1) - 1 ? 1 : 0;
            newest = Math.max(newest, item.time());
        }
        assertThat(disorder.delayed()).isBetween(800L, 1_200L);
        assertThat(disorder.overdue()).isBetween(1L, 30L);
        assertThat(behind)
                .isBetween(disorder.delayed() / 2, disorder.delayed() + disorder.overdue() + disorder.repeated());
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        assertThat(times(new Disorder(7, LATE))).isEqualTo(times(new Disorder(7, LATE)));
        assertThat(times(new Disorder(7, LATE))).isNotEqualTo(times(new Disorder(8, LATE)));
    }

    private static List<Long> times(Disorder disorder) {
        return sent(disorder).stream().map(Item::time).toList();
    }
}
