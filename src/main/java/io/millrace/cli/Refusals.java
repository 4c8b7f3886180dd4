package io.millrace.cli;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a file held that can't be scored, and says where the first of each kind is. */
final class Refusals {
    private final Map<Reason, Kind> kinds = new EnumMap<>(Reason.class);

    private record Kind(long count, DeadLetter first) {
        Kind another() {
            return new Kind(count + 1, first);
        }
    }

    void add(DeadLetter letter) {
        kinds.merge(letter.reason(), new Kind(1, letter), (known, one) -> known.another());
    }

    void print(PrintWriter to) {
        kinds.forEach((reason, kind) -> to.println(kind.count() + " refused as " + reason
                + ", the first of them of source " + kind.first().source() + " in row "
                + kind.first().offset() + ": " + kind.first().detail()));
    }
}
