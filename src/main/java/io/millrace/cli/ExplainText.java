package io.millrace.cli;

import io.millrace.explain.ContributionWords;
import io.millrace.explain.Explained;
import io.millrace.explain.ExplainedFeature;
import io.millrace.explain.ModelText;
import io.millrace.explain.OtherModel;
import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.WindowWords;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An explained prediction, as text for people. */
final class ExplainText {
    /** How many events of a window are shown, the newest ones. */
    private static final int SHOWN = 10;

    private static final String LOUD = "!".repeat(100) + "\n";

    private final Explained explained;
    private final Prediction prediction;

    ExplainText(Explained explained) {
        this.explained = explained;
        this.prediction = explained.prediction();
    }

    String text() {
        return verdict()
                + prediction()
                + model()
                + attribution()
                + explained.byContribution().stream().map(this::feature).collect(Collectors.joining())
                + others();
    }

    private String verdict() {
        String text = ReplayText.of(explained.replayed());
        return explained.replayed().matches()
                ? text
                : LOUD + text + "What follows may not be what the prediction was made from.\n" + LOUD;
    }

    private String prediction() {
        String event = "event " + prediction.eventId() + " of " + instant(prediction.eventTime()) + " ("
                + prediction.trigger().topic() + ", partition "
                + prediction.trigger().partition() + ", offset "
                + prediction.trigger().offset() + ")\n";
        Table table = new Table("score", prediction.score() + ", " + decision(prediction.decision()));
        table.row("positive from", Double.toString(explained.pipeline().model().threshold()));
        table.row("propensity", Double.toString(prediction.propensity()));
        table.row("served by", prediction.servedBy() + ", slot " + prediction.slot());
        table.row("vector", prediction.featureFingerprint());
        table.row("execution", prediction.execution());
        prediction
                .frontier()
                .forEach(seen -> table.row(
                        "seen up to",
                        seen.featureSet() + ": " + seen.topic() + ", partition " + seen.partition() + ", offset "
                                + seen.offset()));
        prediction
                .held()
                .forEach(held -> table.row(
                        "held", held.featureSet() + ": " + held.topic() + " " + Long.toHexString(held.events())));
        return event + table.text();
    }

    private static String decision(boolean decision) {
        return decision ? "positive" : "negative";
    }

    private String model() {
        ModelText model = explained.model();
        ModelCard card = model.card();
        if (card == null) {
            return "model " + model.digest() + "\n  " + model.problem() + "\n";
        }
        Table table = new Table("name", card.model());
        table.row(
                "trained on",
                card.rows() + " rows, " + card.positives() + " positive, from " + card.trainedFrom() + " to "
                        + card.trainedTo());
        table.row("inputs", String.join(", ", card.inputs()));
        new TreeMap<>(card.metrics()).forEach((name, value) -> table.row(name, Double.toString(value)));
        return "model " + model.digest() + "\n" + table.text();
    }

    private String attribution() {
        if (explained.attribution() instanceof Attribution.Unavailable unavailable) {
            return "contributions are not available: " + unavailable.reason() + "\n" + values(false);
        }
        Shares shares = (Shares) explained.attribution();
        return "contributions: " + ContributionWords.of(shares) + "\n" + values(true);
    }

    private String values(boolean isAttributed) {
        Table table = new Table("contribution", "feature", "value", "owner", "tags", "description");
        for (ExplainedFeature feature : explained.byContribution()) {
            if (feature.isInput()) {
                table.row(
                        isAttributed ? contribution(feature) : "",
                        feature.feature().name(),
                        feature.valueText() + (feature.isSame() ? "" : " (replay " + feature.replayedText() + ")"),
                        feature.note().owner(),
                        String.join(", ", feature.note().tags()),
                        feature.note().description());
            }
        }
        return table.text();
    }

    private static String contribution(ExplainedFeature feature) {
        String value = String.format(Locale.ROOT, "%+.6f", feature.contribution());
        return feature.error() == 0 ? value : value + String.format(Locale.ROOT, " +- %.6f", feature.error());
    }

    private String feature(ExplainedFeature feature) {
        String head = feature.feature().name() + " = " + feature.valueText() + "\n  " + feature.meaning() + "\n";
        if (feature.from() instanceof OfWindow window) {
            return head + window(window);
        }
        if (feature.from() instanceof OfInputs inputs) {
            Table table = new Table("it reads", "which is");
            inputs.inputs().forEach(input -> table.row(input.name(), input.value()));
            return head + table.text();
        }
        return head + "  the events behind it can't be read any more\n";
    }

    private String window(OfWindow contents) {
        List<Row> rows = contents.rows();
        Table table = new Table("time", "id", "value", "topic", "partition", "offset", "");
        for (Row row : rows.subList(Math.max(0, rows.size() - SHOWN), rows.size())) {
            table.row(
                    instant(row.event().time()),
                    row.event().id(),
                    row.value(),
                    explained.pipeline().sources().get(row.event().source()).topic(),
                    Integer.toString(row.event().partition()),
                    Long.toString(row.event().offset()),
                    WindowWords.side(row.side(), contents.window()));
        }
        String more = rows.size() > SHOWN
                ? "  and " + (rows.size() - SHOWN) + " earlier ones; --json and --html have them all\n"
                : "";
        return "  " + contents.source() + " of " + contents.key() + " in "
                + WindowWords.span(contents.window(), prediction.eventTime(), ExplainText::instant) + "\n"
                + (rows.isEmpty() ? "  no event\n" : table.text() + more);
    }

    private String others() {
        if (explained.others().isEmpty()) {
            return "no other model had a part at that time\n";
        }
        Table table = new Table("other model", "part", "score", "decision");
        for (OtherModel other : explained.others()) {
            boolean isScored = other.problem().isEmpty();
            table.row(
                    other.model().digest(),
                    other.part(),
                    isScored ? Float.toString(other.score()) : other.problem(),
                    isScored ? decision(other.decision()) : "");
        }
        return table.text();
    }

    private static String instant(long time) {
        return Instant.ofEpochMilli(time).toString();
    }
}
