package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WarmingSlots;
import io.millrace.feature.WarmingSlots.Until;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that were held under a definition, under another one in which sources and sets have changed places. */
class EventSlotsTest {
    private static final String TRANSACTIONS =
            "  transactions: {topic: transactions, schema: schemas/transaction.avsc, id: transaction_id, time: event_time}\n";
    private static final String FRAUDS =
            "  frauds: {topic: frauds, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}\n";
    private static final String CARD =
            "  card: {entity: customer_id, source: transactions, n: {count: all, windows: [1d, 7d]}}\n";
    private static final String TERMINAL =
            "  terminal: {entity: terminal_id, source: transactions, n: {count: all, window: 1d}, f: {count: all, source: frauds, window: 1d}}\n";
    private static final String REGION =
            "  region: {entity: transaction_id, source: transactions, n: {count: all, window: 2d}}\n";

    private static Pipeline pipeline(String sources, String sets) {
        String yaml = "pipeline: held\nsources:\n" + sources + "features:\n" + sets
                + "model: {name: m, scores: transactions, inputs: [card.n_1d]}\n";
        return PipelineCompiler.compile(new PipelineText("held.yaml", yaml, CardEvents.TEXT.schemas()));
    }

    private static final Pipeline BEFORE = pipeline(TRANSACTIONS + FRAUDS, CARD + TERMINAL);
    private static final Pipeline AFTER = pipeline(FRAUDS + TRANSACTIONS, REGION + TERMINAL + CARD);

    /** One that has passed the set card, for which the features after the first were warming. */
    private static PartialVector held() {
        PartialVector held = CardEvents.transaction(BEFORE, "1", "c", "t", 10, START, 2, 7);
        for (int slot = 0; slot < held.row().length; slot++) {
            held.row()[slot] = slot + 1;
        }
        held.frontier().add(0, 0, 2, 7);
        held.frontier().add(1, 1, 3, 9);
        return held.with(new WarmingSlots(List.of(new Until(1, 5_000))));
    }

    private static List<String> seen(Frontier frontier, Pipeline pipeline) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < frontier.size(); i++) {
            seen.add(pipeline.features().sets().get(frontier.set(i)).name() + " of "
                    + pipeline.sources().get(frontier.source(i)).name() + " " + frontier.partition(i) + "/"
                    + frontier.offset(i));
        }
        return seen;
    }

    private static PartialVector mapped(String written, Pipeline after) {
        return EventSlots.mapping(List.of(written), after).apply(held());
    }

    @Test
    void theFrontierFollowsItsSetsAndSources() {
        PartialVector after = mapped(EventSlots.of(BEFORE).toString(), AFTER);

        assertThat(seen(after.frontier(), AFTER)).containsExactly("card of transactions 2/7", "terminal of frauds 3/9");
        assertThat(after.event().source()).isEqualTo(1);
    }

    @Test
    void ofASetThatIsGoneTheFrontierSaysNothing() {
        Pipeline without = pipeline(FRAUDS + TRANSACTIONS, CARD);

        assertThat(seen(mapped(EventSlots.of(BEFORE).toString(), without).frontier(), without))
                .containsExactly("card of transactions 2/7");
    }

    @Test
    void featuresFollowWhatTheyMeanAndAddedOnesAreMissing() {
        PartialVector after = mapped(EventSlots.of(BEFORE).toString(), AFTER);

        assertThat(AFTER.features().features())
                .extracting(feature -> feature.name())
                .containsExactly("region.n", "terminal.n", "terminal.f", "card.n_1d", "card.n_7d");
        assertThat(after.row()).containsExactly(Double.NaN, 3, 4, 1, 2);
        assertThat(after.warming().all()).containsExactly(new Until(4, 5_000));
    }

    @Test
    void whereSetsWereNotNotedTheFrontierStaysOnlyUnderTheSameDefinition() {
        String written = EventSlots.of(BEFORE).toString().replaceAll("set \\w+\n", "");

        assertThat(EventSlots.mapping(List.of(written), BEFORE))
                .as("events stay as they are")
                .isNull();
        assertThat(seen(mapped(written, AFTER).frontier(), AFTER)).isEmpty();
    }
}
