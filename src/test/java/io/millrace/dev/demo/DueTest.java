package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.feed.Feed.Item;
import io.millrace.dev.feed.Feed.Use;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class DueTest {
    private final Due due = new Due();

    @Test
    void eventsAreHeldUntilTheirTimeAndComeInItsOrder() {
        Item second = hold(20);
        Item first = hold(10);
        Item third = hold(30);

        assertThat(due.upTo(9)).isEmpty();
        assertThat(due.upTo(20)).containsExactly(first, second);
        assertThat(due.upTo(Long.MAX_VALUE)).containsExactly(third);
    }

    @Test
    void noEventComesTwice() {
        hold(10);

        assertThat(due.upTo(10)).hasSize(1);
        assertThat(due.upTo(10)).isEmpty();
    }

    private Item hold(long time) {
        Item item = new Item(new ProducerRecord<>("frauds", new byte[0]), time, Use.OUTCOME);
        due.hold(item);
        return item;
    }
}
