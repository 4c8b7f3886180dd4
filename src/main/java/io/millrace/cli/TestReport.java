package io.millrace.cli;

import io.millrace.config.Durations;
import io.millrace.feature.FeatureKind;
import io.millrace.pipeline.FeatureTest;
import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.Failure;
import io.millrace.testing.ValueText;
import io.millrace.testing.WindowWords;
import java.time.Instant;

/** Failed tests, as text for people. */
final class TestReport {
    private final Pipeline pipeline;

    TestReport(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    String text(Failure failure) {
        return "  " + failure.expected().place() + "\n"
                + "  " + failure.feature().name() + " of "
                + pipeline.scored().name() + " " + failure.event().id() + " at "
                + time(failure.event().time()) + ": expected " + expected(failure) + ", found "
                + ValueText.of(failure.feature().kind(), failure.found()) + "\n"
                + explanation(failure) + "\n";
    }

    private static String expected(Failure failure) {
        FeatureKind kind = failure.feature().kind();
        double within = failure.expected().within();
        return ValueText.of(kind, failure.expected().value()) + (within == 0 ? "" : " within " + ValueText.of(within));
    }

    private String explanation(Failure failure) {
        return failure.explanation() instanceof OfWindow contents
                ? window(contents, failure.event().time())
                : inputs((OfInputs) failure.explanation());
    }

    private static String window(OfWindow contents, long time) {
        String head = "  " + contents.window().aggregate().text() + " " + contents.column() + " of " + contents.source()
                + " of " + contents.key() + " in "
                + WindowWords.span(contents.window(), time, TestReport::time) + "\n";
        if (contents.rows().isEmpty()) {
            return head + "    no event\n";
        }
        Table table = new Table("", "from the event", "at", "id", "value", "");
        for (Row row : contents.rows()) {
            table.row(
                    "",
                    offset(row.event().time() - time),
                    time(row.event().time()),
                    row.event().id(),
                    row.value(),
                    WindowWords.side(row.side(), contents.window()));
        }
        return head + table.text();
    }

    private static String inputs(OfInputs inputs) {
        Table table = new Table("", "it reads", "which is");
        inputs.inputs().forEach(input -> table.row("", input.name(), input.value()));
        return table.text();
    }

    private static String offset(long millis) {
        return (millis < 0 ? "-" : "+") + Durations.format(Math.abs(millis));
    }

    /** As a test writes times: how long after its start; before it, as a timestamp. */
    private static String time(long time) {
        return time < FeatureTest.START
                ? Instant.ofEpochMilli(time).toString()
                : Durations.format(time - FeatureTest.START);
    }
}
