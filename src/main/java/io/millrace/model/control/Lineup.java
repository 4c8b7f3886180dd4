package io.millrace.model.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The models that serve at a moment of event time.
 *
 * @param champion whose scores count; null before the first activation
 * @param lastGood the champion before; what is gone back to where a model fails; null where there is none
 * @param challengers each serves its share of the entities instead of the champion; the shares sum up to at most 1
 * @param shadows digests of models that score every event, for nobody to act on
 */
public record Lineup(
        @Nullable String champion, @Nullable String lastGood, List<Share> challengers, List<String> shadows) {
    /** Nothing serves. */
    public static final Lineup EMPTY = new Lineup(null, null, List.of(), List.of());

    public Lineup {
        challengers = List.copyOf(challengers);
        shadows = List.copyOf(shadows);
    }

    /**
     * Which challenger serves an entity.
     *
     * @param position of the entity, from {@link Assignment#position}
     * @return the challenger's digest, or null where it is the champion who serves
     */
    public @Nullable String challenger(double position) {
        double until = 0;
        for (int i = 0; i < challengers.size(); i++) {
            Share challenger = challengers.get(i);
            until += challenger.share();
            if (position < until) {
                return challenger.digest();
            }
        }
        return null;
    }

    /** Whether a model has any part. */
    public boolean holds(String digest) {
        return digest.equals(champion)
                || digest.equals(lastGood)
                || shadows.contains(digest)
                || challengers.stream().anyMatch(share -> share.digest().equals(digest));
    }
}
