package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final SteppingTime time = new SteppingTime();
    private final List<String> log = new ArrayList<>();
    private final Patience patience = new Patience(Duration.ofSeconds(60), time, log::add);

    @Test
    void anAnswerNeedsNoWaiting() {
        assertThat(patience.<Integer>answer(() -> 7)).isEqualTo(7);
        assertThat(time.sleeps).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void silenceIsWaitedOutWithGrowingPauses() {
        AtomicInteger asked = new AtomicInteger();
        int answer = patience.answer(() -> {
            if (asked.incrementAndGet() <= 9) {
                throw new IOException("down");
            }
            return 7;
        });

        assertThat(answer).isEqualTo(7);
        assertThat(time.sleeps).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
        assertThat(log)
                .as("once at first, then at most every 30 s")
                .containsExactly(
                        "the Schema Registry gives no answer, since 0 s; reading waits, nothing is lost, asking again in 100 ms: java.io.IOException: down");
    }

    @Test
    void afterTheTotalTheJobIsToRestart() {
        assertThatThrownBy(() -> patience.answer(() -> {
                    throw new IOException("down");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the Schema Registry gave no answer for 60 s (registry.retry.total); the job restarts from its last checkpoint, nothing is lost: java.io.IOException: down");
        assertThat(time.sleeps.stream().mapToLong(Long::longValue).sum()).isEqualTo(60_000);
        assertThat(log).hasSize(2);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        RegistryTime interrupted = new RegistryTime() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void sleep(long millis) throws InterruptedException {
                throw new InterruptedException();
            }
        };
        Patience impatient = new Patience(Duration.ofSeconds(60), interrupted, log::add);

        assertThatThrownBy(() -> impatient.answer(() -> {
                    throw new IOException("down");
                }))
                .hasMessage("interrupted while waiting for the Schema Registry");
        assertThat(Thread.interrupted()).as("the interrupt stays set").isTrue();
    }
}
