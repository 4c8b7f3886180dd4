package io.millrace.cli;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a file held that can't be scored, and says where the first of each kind is. */
final class Refusals {
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, DeadLetter> firsts = new EnumMap<>(Reason.class);

    void add(DeadLetter letter) {
        counts.merge(letter.reason(), 1L, Long::sum);
        firsts.putIfAbsent(letter.reason(), letter);
    }

    void print(PrintWriter to) {
        counts.forEach((reason, count) -> {
            DeadLetter first = firsts.get(reason);
            to.println(count + " refused as " + reason + ", the first of them " + first.source() + " in row " + first.offset()
                    + ": " + first.detail());
        });
    }
}
