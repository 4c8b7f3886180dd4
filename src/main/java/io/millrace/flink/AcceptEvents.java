package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.Repetition;
import io.millrace.feature.PartialVector;
import io.millrace.flink.WaitingTombstones.Waiting;
import io.millrace.flink.YoungIds.Young;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Accepts each event of a source once and in time: events that are too far behind the watermark to be scored exactly, and those whose business id was accepted
 * before, become dead letters. Keyed by the business id; one for each source.
 *
 * <p>What is too late is decided here, by the watermark of the whole source, so that the feature sets behind can rely on it when they forget. That watermark goes into
 * checkpoints: after a restart no event is accepted whose window was forgotten before. An id is remembered until event time has passed it by the declared length.
 *
 * <p>The ids accepted last are in memory, and written to the state backend when many have come after them ({@link YoungIds}); those of a source with deletes, whose events are remembered with them, at once.
 *
 * <p>A retraction that comes in knows the id alone; the one that goes out carries the event that was accepted. Its id stays remembered, so that the event is not accepted again. One that is read before
 * its event waits for it, for as long as an id is remembered, and then goes out right behind it: whichever is read first, the event gets its prediction, and no later event sees it. Where nothing came by then, or the
 * event is not remembered any more, the retraction becomes a dead letter.
 */
public final class AcceptEvents extends KeyedProcessFunction<String, PartialVector, PartialVector>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1;
    /** In place of the time of an accepted event: none was accepted yet, and a tombstone waits for it. */
    private static final long AWAITED = Long.MIN_VALUE;

    private static final String NONE_CAME =
            "no event with this id was read before the tombstone, nor while it was waited for (\"duplicates\" in the definition)";
    private static final String IS_AWAITED = "another tombstone with this id waits for the event already";

    private final String source;
    private final String topic;
    private final long duplicates;
    private final long late;
    private final int index;
    private final ArrayList<String> fields;
    private final boolean deletes;
    private final OutputTag<DeadLetter> deadLetters;
    private final int mostYoung;

    private transient YoungIds young;
    private transient ValueState<Long> accepted;
    private transient ListState<Long> storedUntilState;
    /** The watermark at which the last id that the state may hold is forgotten. */
    private transient long storedUntil;

    private transient boolean isStoredUntilKnown;

    private transient @Nullable KeyContext keys;
    private transient RememberedEvents events;
    private transient WaitingTombstones tombstones;
    private transient ListState<Long> watermarks;
    private transient long watermark;
    private transient @Nullable TimerService clock;
    private transient Counter lateEvents;
    private transient Counter deadLettered;
    private transient Counter duplicate;
    private transient Counter deleted;

    /**
     * Accepts the events of a source.
     *
     * @param late how far behind the watermark an event may be, in milliseconds
     * @param mostYoung how many ids may be in memory alone
     */
    public AcceptEvents(Source source, long late, OutputTag<DeadLetter> deadLetters, int mostYoung) {
        this.mostYoung = mostYoung;
        this.source = source.name();
        this.topic = source.topic();
        this.duplicates = source.duplicates();
        this.late = late;
        this.index = source.index();
        this.fields = new ArrayList<>(EventSlots.fields(source));
        this.deletes = source.deletes();
        this.deadLetters = deadLetters;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        young = new YoungIds(mostYoung);
        watermarks =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
        watermark = Long.MIN_VALUE;
        for (long before : watermarks.get()) {
            watermark = Math.max(watermark, before);
        }
        storedUntilState = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("stored until", Types.LONG));
        storedUntil = Long.MIN_VALUE;
        isStoredUntilKnown = !context.isRestored();
        for (long before : storedUntilState.get()) {
            storedUntil = Math.max(storedUntil, before);
            isStoredUntilKnown = true;
        }
        events = new RememberedEvents(context, index, fields, deletes, late + (deletes ? duplicates : 0));
        tombstones = new WaitingTombstones(context.getKeyedStateStore());
    }

    /** Savepoints of earlier releases do not say it. */
    boolean isStoredUntilKnown() {
        return isStoredUntilKnown;
    }

    /** An id in the state has a timer that lets it go at this watermark or looks after it then. */
    void hasTimer(long due) {
        storedUntil = Math.max(storedUntil, due);
    }

    /** Whether the state may hold any id. */
    boolean mayBeStored() {
        return now() < storedUntil;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        long reached = clock == null ? Long.MIN_VALUE : clock.currentWatermark();
        boolean isEndOfInput = reached == Long.MAX_VALUE;
        watermarks.update(List.of(isEndOfInput ? watermark : Math.max(watermark, reached)));
        storedUntilState.update(List.of(storedUntil));
        events.snapshot();
    }

    /** Writes into a checkpoint what is in memory alone. */
    void snapshotYoung(KeyedStateCheckpointOutputStream out) throws Exception {
        int keyGroups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        young.snapshot(out, id -> KeyGroupRangeAssignment.assignToKeyGroup(id, keyGroups), now());
    }

    /** An id that was in memory is forgotten under another definition as one in the state would be, whose timer looks when it is due. */
    void restoreYoung(Iterable<KeyGroupStatePartitionStreamProvider> keyGroups) throws Exception {
        young.restore(keyGroups, time -> Repetition.forgottenAt(time, Long.MIN_VALUE, duplicates));
    }

    private void store(String id, Young remembered) throws Exception {
        Objects.requireNonNull(keys).setCurrentKey(id);
        store(remembered);
    }

    /** Remembers the id at hand in the state. */
    private void store(Young remembered) throws Exception {
        accepted.update(remembered.time());
        forgetAt(remembered.forgottenAt());
    }

    private void forgetAt(long due) {
        Objects.requireNonNull(clock).registerEventTimeTimer(due);
        hasTimer(due);
    }

    /** How far event time has come since the start: as timers see it. */
    private long now() {
        return clock == null ? Long.MIN_VALUE : clock.currentWatermark();
    }

    @Override
    public void open(OpenContext context) {
        accepted = getRuntimeContext().getState(new ValueStateDescriptor<>("accepted", Types.LONG));
        getRuntimeContext().getMetricGroup().addGroup(Metrics.GROUP).gauge(Metrics.IDS_IN_MEMORY, young::size);
        lateEvents = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.LATE);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
        duplicate = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DUPLICATE);
        deleted = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DELETED);
    }

    /** Lets ids be written to the state under keys other than that of the event at hand. */
    void storeUnder(KeyContext context) {
        keys = context;
    }

    @Override
    public void processElement(PartialVector partial, Context context, Collector<PartialVector> out) throws Exception {
        Event event = partial.event();
        clock = context.timerService();
        watermark = Math.max(watermark, clock.currentWatermark());
        if (partial.isRetraction()) {
            delete(event, context, out);
            return;
        }
        boolean isLate = event.time() <= watermark;
        if (isLate && event.time() < watermark - late) {
            deadLettered.inc();
            context.output(deadLetters, tooLate(event));
            return;
        }
        Young known = young.get(event.id(), now());
        Long stored = known == null && mayBeStored() ? accepted.value() : null;
        Long before = known == null ? stored : Long.valueOf(known.time());
        boolean isAwaited = before != null && before == AWAITED;
        if (before != null && !isAwaited && Repetition.repeats(event.time(), before, duplicates)) {
            duplicate.inc();
            context.output(deadLetters, repeated(event, before));
            return;
        }
        if (isLate) {
            lateEvents.inc();
        }
        out.collect(partial);
        if (isAwaited) {
            tombstones.remove();
            retract(event, out);
        } else {
            events.remember(event);
        }
        remember(event, stored != null);
    }

    /** An id that the state knows, or whose event may be deleted, is remembered there at once: an id is in one place alone. */
    private void remember(Event event, boolean isStored) throws Exception {
        Young remembered = new Young(event.time(), Repetition.forgottenAt(event.time(), watermark, duplicates));
        if (deletes || isStored) {
            young.remove(event.id());
            store(remembered);
        } else {
            young.put(event.id(), remembered, now(), this::store);
        }
    }

    private void retract(Event event, Collector<PartialVector> out) {
        deleted.inc();
        out.collect(PartialVector.retraction(event));
    }

    private void delete(Event tombstone, Context context, Collector<PartialVector> out) throws Exception {
        Event event = events.take(watermark);
        if (event != null) {
            retract(event, out);
        } else if (young.get(tombstone.id(), now()) != null) {
            refuse(tombstone, notRemembered(), context);
        } else if (accepted.value() == null) {
            await(tombstone);
        } else {
            refuse(tombstone, accepted.value() == AWAITED ? IS_AWAITED : notRemembered(), context);
        }
    }

    private void await(Event tombstone) throws Exception {
        long from = watermark == Long.MIN_VALUE ? tombstone.timestamp() : watermark;
        accepted.update(AWAITED);
        tombstones.add(tombstone, from + duplicates);
        forgetAt(from + duplicates + 1);
    }

    private void refuse(Event tombstone, String detail, Context context) {
        deadLettered.inc();
        context.output(deadLetters, letter(tombstone, Reason.NOTHING_TO_DELETE, detail));
    }

    private String notRemembered() {
        return "the event with this id is not remembered: it was deleted before, or event time has passed it by more than "
                + duplicates
                + " ms (\"duplicates\" in the definition), or it was accepted before deletes were declared";
    }

    private DeadLetter tooLate(Event event) {
        String detail = "the event time is " + (watermark - event.time()) + " ms behind the watermark; at most " + late
                + " ms are accepted (\"late\" in the definition)";
        return letter(event, Reason.TOO_LATE, detail);
    }

    private DeadLetter repeated(Event event, long before) {
        String detail = "an event with this id was accepted before, its time being " + (event.time() - before)
                + " ms earlier; within " + duplicates + " ms it counts as a repetition";
        return letter(event, Reason.DUPLICATE, detail);
    }

    private DeadLetter letter(Event event, Reason reason, String detail) {
        return new DeadLetter(
                source,
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                reason,
                detail,
                event.id(),
                null,
                null);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PartialVector> out) throws Exception {
        clock = context.timerService();
        Long before = accepted.value();
        if (before == null) {
            return;
        }
        if (before == AWAITED) {
            giveUp(timestamp, context);
            return;
        }
        long due = Repetition.forgottenAt(before, Long.MIN_VALUE, duplicates);
        if (due <= timestamp) {
            accepted.clear();
            events.forget();
        } else {
            forgetAt(due);
        }
    }

    /** A tombstone that has waited for long enough; one that has not has a timer of its own. */
    private void giveUp(long timestamp, OnTimerContext context) throws Exception {
        Waiting waiting = tombstones.waiting();
        if (waiting == null) {
            throw new IllegalStateException("a tombstone is said to wait, and there is none");
        }
        if (waiting.until() < timestamp) {
            accepted.clear();
            tombstones.remove();
            refuse(waiting.tombstone(index, context.getCurrentKey()), NONE_CAME, context);
        }
    }
}
