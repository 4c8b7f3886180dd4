package io.millrace.explain;

import io.millrace.model.control.Lineup;
import io.millrace.model.control.Share;
import io.millrace.model.control.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that had a part when an event was scored, other than the one that scored it. */
final class Rivals {
    private final Map<String, String> parts = new LinkedHashMap<>();

    /**
     * @param against models that are asked for besides
     * @param own the model that scored the event
     */
    static Map<String, String> of(Timeline timeline, long time, String segment, List<String> against, String own) {
        Rivals rivals = new Rivals();
        Lineup lineup = timeline.at(time, segment);
        rivals.add(lineup.champion(), "champion");
        for (Share share : lineup.challengers()) {
            rivals.add(share.digest(), String.format(Locale.ROOT, "challenger for %.4g%%", 100 * share.share()));
        }
        rivals.add(lineup.lastGood(), "champion before");
        lineup.shadows().forEach(shadow -> rivals.add(shadow, "shadow"));
        against.forEach(digest -> rivals.add(digest, "asked for"));
        rivals.parts.remove(own);
        return rivals.parts;
    }

    private void add(@Nullable String digest, String part) {
        if (digest != null) {
            parts.merge(digest, part, (first, second) -> first + ", " + second);
        }
    }
}
