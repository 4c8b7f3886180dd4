package io.millrace.cli;

import io.millrace.config.DefinitionException;
import io.millrace.explain.Explained;
import io.millrace.explain.ExplainedHtml;
import io.millrace.explain.ExplainedJson;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace explain}. */
@Command(
        name = "explain",
        description = {
            "Shows what one prediction was made from: its events, features and model, what each feature contributed, and what other models would have said.",
            "Exit code 0: computed again it is the same; 1: it is not, and the explanation says so; 2: it can't be computed."
        },
        exitCodeOnExecutionException = ReplayCommand.IMPOSSIBLE,
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Parameters(paramLabel = "ID", description = "The id of the prediction.")
    private String id = "";

    @Option(
            names = "--against",
            paramLabel = "DIGEST",
            description = "One more model of the store to compare with; may be repeated.")
    private List<String> against = new ArrayList<>();

    @Option(names = "--json", description = "Write JSON, for programs.")
    private boolean isJson;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page for people, complete in itself.")
    private @Nullable Path html;

    @Mixin
    private LakeOption lake = new LakeOption();

    @Override
    public Integer call() throws IOException {
        try (Records records = lake.records(options.pipeline(), options.settings())) {
            return explain(new ExplainDesk(options.text(), options.settings(), records));
        }
    }

    private int explain(ExplainDesk desk) throws IOException {
        List<Prediction> predictions = desk.replays().predictions();
        Explained explained =
                desk.explain(prediction(predictions, desk.replays().place()), predictions, against);
        if (html != null) {
            Files.writeString(html, ExplainedHtml.of(explained));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(isJson ? ExplainedJson.of(explained) : new ExplainText(explained).text());
        out.flush();
        return ReplayCommand.exitCode(List.of(explained.replayed()));
    }

    private Prediction prediction(List<Prediction> predictions, String place) {
        PredictionChoice choice = new PredictionChoice(id, Instant.MIN, Instant.MAX, 1);
        return choice.of(predictions).stream()
                .findFirst()
                .orElseThrow(() ->
                        new DefinitionException(place, "no prediction " + choice.text() + " is there; choose another"));
    }
}
