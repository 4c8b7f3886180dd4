package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of entities under one definition after the other, as a job keeps them: bytes and chunks of the layout under which an entity was used last, brought to the current one
 * when it is used again.
 */
final class EvolvingEntities {
    private final long late;
    private final List<String> layouts = new ArrayList<>();
    private final Map<String, Entity> entities = new HashMap<>();
    private FeatureSet set;
    private FeatureSetEvaluator evaluator;
    private ColumnHistory history = ColumnHistory.whole();
    private int migrated;

    /** @param late how long behind the watermark an event may be, in milliseconds */
    EvolvingEntities(FeatureSet first, long late) {
        this.late = late;
        this.set = first;
        this.evaluator = new FeatureSetEvaluator(first, Plans.SCORED);
        layouts.add(evaluator.layout().text().toString());
    }

    private static final class Entity {
        private final ColdRows cold = new ColdRowsInMemory();
        private byte @Nullable [] bytes;
        private @Nullable EntityState live;
    }

    FeatureSet set() {
        return set;
    }

    FeatureSetEvaluator evaluator() {
        return evaluator;
    }

    Warming warming() {
        return new Warming(Plans.plan(set), 0, history);
    }

    /** How many states were brought from one layout to another. */
    int migrated() {
        return migrated;
    }

    EntityState of(Event event) {
        Entity entity = entities.computeIfAbsent(event.keyAt(0), absent -> new Entity());
        if (entity.live == null) {
            entity.live = load(entity);
        }
        return entity.live;
    }

    private EntityState load(Entity entity) {
        EntityState state = evaluator.emptyState(entity.cold);
        if (entity.bytes == null) {
            return state;
        }
        EntityForm form = form();
        int written = form.layoutOf(entity.bytes);
        if (written == layouts.size() - 1) {
            form.read(entity.bytes, state);
        } else {
            form.migrate(entity.bytes, LayoutText.parse(layouts.get(written)), entity.cold, state);
            migrated++;
        }
        return state;
    }

    private EntityForm form() {
        return new EntityForm(layouts.size() - 1);
    }

    void restart() {
        EntityForm form = form();
        for (Entity entity : entities.values()) {
            if (entity.live != null) {
                entity.bytes = form.write(entity.live);
                entity.live = null;
            }
        }
    }

    /**
     * Goes on under another definition.
     *
     * @param newest the latest event time that was taken in
     * @param reached up to where time had come when rows were let go last
     */
    void become(FeatureSet next, long newest, long reached) {
        restart();
        LayoutText before = evaluator.layout().text();
        long kept = next.reach() > set.reach() ? reached - set.reach() - late : Long.MIN_VALUE;
        set = next;
        evaluator = new FeatureSetEvaluator(next, Plans.SCORED);
        history = history.after(next, before, evaluator.layout().text(), newest, kept);
        layouts.add(evaluator.layout().text().toString());
    }
}
