package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Scorer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadedModelsTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<FakeScorer> opened = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
    private volatile boolean isBroken;
    private volatile boolean isMasterAway;

    private final LoadedModels models = new LoadedModels(
            new ScorerFactory() {
                private static final long serialVersionUID = 1;

                @Override
                public Scorer open(String digest, int capacity) throws Exception {
                    mayOpen.await();
                    if (isBroken) {
                        throw new IllegalArgumentException("it is broken");
                    }
                    FakeScorer scorer = new FakeScorer(capacity, 1, 0);
                    opened.add(scorer);
                    return scorer;
                }
            },
            4,
            new LoadedModels.Listener() {
                @Override
                public void ready(String digest) {
                    if (isMasterAway) {
                        throw new IllegalStateException("the job's master does not answer");
                    }
                    heard.add("ready " + digest);
                }

                @Override
                public void failed(String digest, String reason) {
                    heard.add("failed " + digest + ": " + reason);
                }

                @Override
                public void gone(String digest) {
                    heard.add("gone " + digest);
                }
            },
            nanos::get);

    private void hears(String... expected) {
        await().untilAsserted(() -> assertThat(heard).containsExactly(expected));
    }

    @Test
    void aModelIsOpenedOnceAndSaidToBeReadyEachTimeThatItIsToBeLoaded() {
        models.load("a");
        models.load("a");
        mayOpen.countDown();
        hears("ready a");
        assertThat(models.use("a")).isSameAs(opened.get(0));
        models.load("a");
        hears("ready a", "ready a");
        assertThat(opened).hasSize(1);
        models.close();
        assertThat(opened.get(0).closed).isTrue();
    }

    @Test
    void whatIsClosedWhileItIsBeingLoadedIsClosedOnceItIs() {
        models.load("a");
        models.close();
        mayOpen.countDown();
        await().untilAsserted(() -> assertThat(opened).singleElement().satisfies(scorer -> assertThat(scorer.closed)
                .isTrue()));
    }

    @Test
    void aModelThatFailedIsTriedAgainWhenItIsToBeLoadedAndNotWithEachEvent() {
        isBroken = true;
        mayOpen.countDown();
        models.load("a");
        hears("failed a: it is broken");
        isBroken = false;
        assertThatThrownBy(() -> models.use("a"))
                .isInstanceOf(UnusableModelException.class)
                .hasMessage("model a can't be used: it is broken");

        models.load("a");
        hears("failed a: it is broken", "ready a");
        assertThat(models.use("a")).isSameAs(opened.get(0));
        models.close();
    }

    @Test
    void aModelThatFailedIsTriedAgainWithAnEventMoreThanTenSecondsLater() {
        isBroken = true;
        models.load("a");
        nanos.addAndGet(60_000_000_000L);
        mayOpen.countDown();
        hears("failed a: it is broken");
        assertThatThrownBy(() -> models.use("a")).isInstanceOf(UnusableModelException.class);
        isBroken = false;
        nanos.addAndGet(10_000_000_000L);
        assertThatThrownBy(() -> models.use("a"))
                .as("10 s after it failed, and 70 s after it was to be loaded")
                .isInstanceOf(UnusableModelException.class);

        nanos.incrementAndGet();
        assertThat(models.use("a")).isSameAs(opened.get(0));
        nanos.addAndGet(60_000_000_000L);
        assertThat(models.use("a")).as("one that is loaded stays").isSameAs(opened.get(0));
        hears("failed a: it is broken", "ready a");
        models.close();
    }

    @Test
    void whatIsLetGoWhileItIsBeingLoadedIsClosedOnceItIs() {
        models.load("a");
        models.letGo("a");
        models.letGo("a");
        models.letGo("unknown");
        mayOpen.countDown();
        hears("ready a", "gone a");
        assertThat(opened).singleElement().satisfies(scorer -> assertThat(scorer.closed)
                .isTrue());
        assertThat(models.use("a")).as("it is loaded again where it is needed").isSameAs(opened.get(1));
        models.close();
    }

    @Test
    void whatIsLetGoIsClosedAndSaidToBeGone() {
        mayOpen.countDown();
        Scorer kept = models.use("a");
        Scorer other = models.use("b");
        models.letGo("b");
        hears("ready a", "ready b", "gone b");
        assertThat(((FakeScorer) other).closed).isTrue();
        assertThat(((FakeScorer) kept).closed).isFalse();
        models.close();
    }

    @Test
    void aModelOfWhichTheMasterDoesNotHearIsClosed() {
        isMasterAway = true;
        mayOpen.countDown();
        assertThatThrownBy(() -> models.use("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("loading model a broke")
                .hasRootCauseMessage("the job's master does not answer");
        assertThat(opened).singleElement().satisfies(scorer -> assertThat(scorer.closed)
                .isTrue());
        models.close();
    }
}
