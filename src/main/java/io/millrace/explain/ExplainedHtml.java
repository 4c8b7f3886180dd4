package io.millrace.explain;

import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.replay.Replayed.Difference;
import io.millrace.testing.Explanation;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.WindowWords;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An explained prediction as one page for people: nothing is loaded from elsewhere, and no script runs. */
public final class ExplainedHtml {
    private static final double WIDEST_PX = 160;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>
            body {font: 15px/1.5 sans-serif; color: #1a1a1a; max-width: 70em; margin: 2em auto; padding: 0 1em}
            table {border-collapse: collapse; margin: .5em 0 1em}
            th, td {text-align: left; vertical-align: top; padding: .2em .9em .2em 0; border-bottom: 1px solid #ddd}
            th {font-weight: 600}
            code, .id {font-family: monospace; overflow-wrap: anywhere}
            .match {background: #e3f4e6; border-left: 6px solid #2c8a3c; padding: .6em 1em}
            .mismatch {background: #b00020; color: #fff; font-size: 1.2em; font-weight: 600; padding: .8em 1em}
            .up, .down {display: inline-block; height: .8em}
            .up {background: #c0392b}
            .down {background: #2f6fb3}
            .note {color: #555}
            </style>
            """;

    private final Explained explained;
    private final Prediction prediction;
    private final Html html = new Html();

    private ExplainedHtml(Explained explained) {
        this.explained = explained;
        this.prediction = explained.prediction();
    }

    /** The page. */
    public static String of(Explained explained) {
        return new ExplainedHtml(explained).page();
    }

    private String page() {
        html.raw(HEAD).element("title", "Prediction " + prediction.id()).raw("</head>\n<body>\n");
        html.element("h1", "Why this decision?");
        verdict();
        decision();
        contributions();
        features();
        model();
        others();
        evidence();
        return html.raw("</body>\n</html>\n").toString();
    }

    private void verdict() {
        Difference difference = explained.replayed().difference();
        if (difference == null) {
            html.element(
                    "p",
                    "match",
                    "MATCH. The prediction was computed again from the raw events: every bit of its features and of its score came out the same.");
            return;
        }
        html.raw("<div class=\"mismatch\">\n")
                .element(
                        "p",
                        "MISMATCH. Computed again from the raw events, this prediction does not come out the same. What follows may not be what it was made from.")
                .element(
                        "p",
                        "Where: " + difference.where() + ". Was: " + difference.was() + ". Replay: " + difference.is())
                .raw("</div>\n");
    }

    private void decision() {
        double threshold = explained.pipeline().model().threshold();
        html.table("Event", "Time", "Score", "Decision", "Decided positive from")
                .row(
                        prediction.eventId(),
                        ExplainedJson.instant(prediction.eventTime()),
                        Float.toString(prediction.score()),
                        prediction.decision() ? "positive" : "negative",
                        Double.toString(threshold))
                .endTable();
        if (prediction.propensity() < 1) {
            html.element(
                    "p",
                    "A share of the positive decisions is let pass on purpose, to learn what becomes of them: this decision was taken with the probability "
                            + prediction.propensity() + ".");
        }
    }

    private void contributions() {
        html.element("h2", "What each feature contributed");
        if (explained.attribution() instanceof Attribution.Unavailable unavailable) {
            html.element("p", "Contributions are not available: " + unavailable.reason() + ".");
            return;
        }
        Shares shares = (Shares) explained.attribution();
        html.element("p", ContributionWords.of(shares) + " Red raises the score, blue lowers it.");
        double largest = explained.features().stream()
                .mapToDouble(feature -> Math.abs(feature.contribution()))
                .max()
                .orElse(0);
        html.table("Feature", "Value", "Contribution", "", "What it is");
        for (ExplainedFeature feature : explained.byContribution()) {
            if (feature.isInput()) {
                contribution(feature, largest);
            }
        }
        html.endTable();
    }

    private void contribution(ExplainedFeature feature, double largest) {
        double width = largest == 0 ? 0 : WIDEST_PX * Math.abs(feature.contribution()) / largest;
        html.raw("<tr><td class=\"id\">")
                .text(feature.feature().name())
                .raw("</td><td>")
                .text(feature.valueText())
                .raw("</td><td>")
                .text(String.format(Locale.ROOT, "%+.4f", feature.contribution()))
                .text(feature.error() == 0 ? "" : String.format(Locale.ROOT, " +- %.4f", feature.error()))
                .raw(String.format(
                        Locale.ROOT,
                        "</td><td><span class=\"%s\" style=\"width:%.1fpx\"></span></td><td>",
                        feature.contribution() >= 0 ? "up" : "down",
                        width))
                .text(about(feature))
                .raw("</td></tr>\n");
    }

    /** What people wrote of it, or else what it means. */
    private static String about(ExplainedFeature feature) {
        String description = feature.note().description();
        return description.isEmpty() ? feature.meaning() : description;
    }

    private void features() {
        html.element("h2", "The features and the events behind them");
        for (ExplainedFeature feature : explained.byContribution()) {
            html.raw("<details>\n<summary><span class=\"id\">")
                    .text(feature.feature().name())
                    .raw("</span> = ")
                    .text(feature.valueText())
                    .raw("</summary>\n");
            feature(feature);
            html.raw("</details>\n");
        }
    }

    private void feature(ExplainedFeature feature) {
        if (!feature.isSame()) {
            html.element("p", "mismatch", "Computed again it is " + feature.replayedText() + ".");
        }
        html.table("Meaning", "Definition", "Description", "Owner", "Tags")
                .row(
                        feature.meaning(),
                        feature.feature().definition(),
                        feature.note().description(),
                        feature.note().owner(),
                        String.join(", ", feature.note().tags()))
                .endTable();
        if (!feature.isInput()) {
            html.element("p", "note", "No input of the model; other features read it.");
        }
        if (feature.from() instanceof OfWindow window) {
            window(window);
        } else if (feature.from() instanceof OfInputs inputs) {
            html.table("It reads", "which is");
            inputs.inputs().forEach(input -> html.row(input.name(), input.value()));
            html.endTable();
        } else {
            html.element("p", "note", "The events behind it can't be read any more.");
        }
    }

    private void window(OfWindow contents) {
        html.element(
                "p",
                "Events of " + contents.source() + " of " + contents.key() + " in "
                        + WindowWords.span(contents.window(), prediction.eventTime(), ExplainedJson::instant) + ":");
        if (contents.rows().isEmpty()) {
            html.element("p", "note", "No event.");
            return;
        }
        html.table("Time", "Id", "Value", "", "Topic", "Partition", "Offset");
        for (Explanation.Row row : contents.rows()) {
            html.row(
                    ExplainedJson.instant(row.event().time()),
                    row.event().id(),
                    row.value(),
                    WindowWords.side(row.side(), contents.window()),
                    ExplainedJson.topic(explained.pipeline(), row),
                    Integer.toString(row.event().partition()),
                    Long.toString(row.event().offset()));
        }
        html.endTable();
    }

    private void model() {
        html.element("h2", "The model");
        ModelCard card = explained.model().card();
        html.table("", "").row("Digest (SHA-256)", explained.model().digest());
        if (card == null) {
            html.row("Card", explained.model().problem()).endTable();
            return;
        }
        html.row("Name", card.model())
                .row(
                        "Trained on",
                        card.rows() + " rows, " + card.positives() + " positive, from " + card.trainedFrom() + " to "
                                + card.trainedTo())
                .row("Inputs", String.join(", ", card.inputs()));
        new TreeMap<>(card.metrics()).forEach((name, value) -> html.row(name, Double.toString(value)));
        html.endTable();
    }

    private void others() {
        html.element("h2", "What other models would have said");
        if (explained.others().isEmpty()) {
            html.element("p", "No other model had a part at that time.");
            return;
        }
        html.table("Model", "Part", "Score", "Decision");
        for (OtherModel other : explained.others()) {
            boolean isScored = other.problem().isEmpty();
            html.row(
                    other.model().digest(),
                    other.part(),
                    isScored ? Float.toString(other.score()) : other.problem(),
                    isScored ? (other.decision() ? "positive" : "negative") : "");
        }
        html.endTable();
    }

    private void evidence() {
        html.element("h2", "Evidence");
        html.table("", "")
                .row("Prediction", prediction.id())
                .row("Pipeline", prediction.pipeline())
                .row("Owners", owners())
                .row(
                        "Scored record",
                        prediction.trigger().topic() + ", partition "
                                + prediction.trigger().partition() + ", offset "
                                + prediction.trigger().offset())
                .row("Slot", prediction.slot() + ", served by " + prediction.servedBy())
                .row("Fingerprint of the features", prediction.featureFingerprint())
                .row("Computed by", prediction.execution())
                .row("Delivery", prediction.delivery())
                .row(
                        "Seen up to",
                        lines(prediction.frontier().stream()
                                .map(seen -> seen.featureSet() + ": " + seen.topic() + ", partition " + seen.partition()
                                        + ", offset " + seen.offset())
                                .toList()))
                .row(
                        "Hash of the events held",
                        lines(prediction.held().stream()
                                .map(held ->
                                        held.featureSet() + ": " + held.topic() + " " + Long.toHexString(held.events()))
                                .toList()))
                .endTable();
    }

    private String owners() {
        return new TreeMap<>(explained.pipeline().owners())
                .entrySet().stream()
                        .map(owner -> owner.getKey() + ": " + owner.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String lines(List<String> lines) {
        return String.join("; ", lines);
    }
}
