package io.millrace.cli;

import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace models split}. */
@Command(
        name = "split",
        description = "Has prepared models serve shares of the entities in place of the champion. None ends it.",
        mixinStandardHelpOptions = true)
final class SplitCommand implements Callable<Integer> {
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,9})?)%");

    @Mixin
    private ChangeOptions change = new ChangeOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "DIGEST=PERCENT",
            description =
                    "SHA-256 of a model's file and its share, for example 0123…=5%%. Who has had a share keeps its entities when the last share grows.")
    private Map<String, String> shares = new LinkedHashMap<>();

    @Mixin
    private AtOption at = new AtOption();

    @Override
    public Integer call() throws InterruptedException {
        List<Share> models = shares.entrySet().stream()
                .map(share -> new Share(share.getKey(), share(share.getValue())))
                .toList();
        return change.send(Kind.SPLIT, at.time(), (desk, segment) -> models);
    }

    private double share(String text) {
        Matcher matcher = PERCENT.matcher(text);
        double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : 0;
        if (!(share > 0 && share <= 1)) {
            throw change.wrong("\"" + text + "\" is no share; write for example 5%, above 0% and up to 100%");
        }
        return share;
    }
}
