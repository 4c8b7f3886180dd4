package io.millrace.cli;

import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** A decision as people read it. */
record DecisionText(Decision decision) {
    private static final int DIGITS = 12;

    /** For example {@code accepted: activate 0123456789ab from 2024-05-01T00:00:00Z on}. */
    String sentence() {
        String verdict = decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String detail = decision.detail().isEmpty() ? "" : ": " + decision.detail();
        return verdict + ": " + what() + (decision.command().kind() == Kind.PREPARE ? "" : " from " + at() + " on")
                + detail;
    }

    /** For example {@code split 0123456789ab 5%}. */
    String what() {
        ModelCommand command = decision.command();
        String models = command.models().stream()
                .map(model ->
                        shown(model.digest()) + (command.kind() == Kind.SPLIT ? " " + percent(model.share()) : ""))
                .collect(Collectors.joining(", "));
        String segment = command.segment().isEmpty() ? "" : " for segment " + command.segment();
        return command.kind().name().toLowerCase(Locale.ROOT) + " " + (models.isEmpty() ? "nothing" : models) + segment;
    }

    String at() {
        return Instant.ofEpochMilli(decision.command().at()).toString();
    }

    /** The first digits of a digest. */
    static String shown(String digest) {
        return digest.substring(0, Math.min(DIGITS, digest.length()));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%s%%", Math.round(share * 1e8) / 1e6);
    }
}
