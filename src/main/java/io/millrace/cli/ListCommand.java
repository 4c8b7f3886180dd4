package io.millrace.cli;

import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.model.ModelCard;
import io.millrace.model.control.Lineup;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace models list}. */
@Command(
        name = "list",
        description = "Lists the models of a pipeline that are in the store, with the parts that they come to play.",
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions options = new PipelineOptions();

    @Override
    public Integer call() throws IOException {
        Pipeline pipeline = options.pipeline();
        Settings settings = options.settings();
        Lineup last = new ModelDesk(pipeline, settings).timeline().at(Long.MAX_VALUE, Timeline.ALL);
        Table table = new Table("digest", "part", "trained until", "rows", "fits");
        for (ModelCard card : new FileModelStore(settings.text(Setting.MODELS_STORE)).cards(pipeline.name())) {
            table.row(
                    card.digest(),
                    part(card.digest(), last),
                    card.trainedTo().toString(),
                    Long.toString(card.rows()),
                    card.featureFingerprint().equals(pipeline.fingerprint()) ? "yes" : "no: other features");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(table.text());
        out.flush();
        return ExitCode.OK;
    }

    private static String part(String digest, Lineup lineup) {
        if (digest.equals(lineup.champion())) {
            return "champion";
        }
        if (lineup.challengers().stream().anyMatch(share -> share.digest().equals(digest))) {
            return "challenger";
        }
        if (lineup.shadows().contains(digest)) {
            return "shadow";
        }
        return digest.equals(lineup.lastGood()) ? "last good" : "-";
    }
}
