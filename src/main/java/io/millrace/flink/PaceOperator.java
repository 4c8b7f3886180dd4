package io.millrace.flink;

import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the subtasks that read a job's sources in step while a backlog lasts: one that has read more than a declared number of events ahead of the slowest, in event time, goes on at about a thousand events a second until the others have caught up. Those
 * events could not be used yet, and would wait behind for the watermark, which follows the slowest.
 *
 * <p>Readers tell each other of their watermarks through the JobManager, a few times a second, from a thread of their own. Only a reader that is reading counts: one through which nothing has come for a second, while nothing behind kept it from it, is
 * waited for by nobody, nor is one that knows no event time yet. What comes out is the same whatever the pace.
 *
 * <p>An answer of the JobManager counts for as long as it keeps what a reader said. So where it refuses to answer, or does not answer at all, no reader waits for longer than that.
 */
public final class PaceOperator extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector> {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(PaceOperator.class);

    private static final String READERS = "millrace-readers";
    /** Readers of one source are numbered from its index times this. */
    private static final long SUBTASKS = 1 << 20;
    /** Milliseconds between two messages of a job with few subtasks: watermarks come as often. */
    private static final long PERIOD = 200;
    /** More of them for each subtask, so that the JobManager of a large job has no more to do than that of a small one. */
    private static final long FOR_EACH_SUBTASK = 2;

    private static final long SILENCE = 1_000;
    /** An event that comes too early is kept for so many milliseconds: the task still does what else is to be done. */
    private static final long STEP = 1;

    private final int source;
    private final int mostAhead;
    private final long valid;

    private transient Lead lead;
    /** Twice the number of events that have passed, and one more while one is being passed on. */
    private transient AtomicLong passing;

    private transient volatile long reached;
    private transient volatile Answer answer;
    private transient volatile @Nullable Throwable unheard;
    private transient Answer known;
    private transient volatile long ahead;
    private transient Counter slowed;
    private transient ScheduledExecutorService talk;

    /** What this reader said of its watermark, and what it heard of the slowest one at the time; {@code at} is when, in milliseconds. */
    private record Answer(long said, long slowest, long at) {}

    private static final Answer NOBODY_ELSE = new Answer(SlowestReader.NOT_READING, SlowestReader.NOT_READING, 0);

    /**
     * @param source its index
     * @param mostAhead how many events may be read ahead of the slowest reader; at least 1
     */
    public PaceOperator(int source, int mostAhead) {
        this(source, mostAhead, SlowestReader.VALID);
    }

    /** @param valid for how many milliseconds an answer of the JobManager counts */
    PaceOperator(int source, int mostAhead, long valid) {
        this.source = source;
        this.mostAhead = mostAhead;
        this.valid = valid;
    }

    @Override
    public void open() throws Exception {
        super.open();
        lead = new Lead();
        passing = new AtomicLong();
        reached = SlowestReader.NOT_READING;
        answer = NOBODY_ELSE;
        known = NOBODY_ELSE;
        unheard = null;
        ahead = 0;
        MetricGroup group = getMetricGroup().addGroup(Metrics.GROUP);
        group.gauge(Metrics.AHEAD, () -> ahead);
        slowed = group.counter(Metrics.SLOWED);
        long subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        long period = PERIOD + FOR_EACH_SUBTASK * subtasks;
        talk = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "pace of source " + source + ", subtask " + subtask);
            thread.setDaemon(true);
            return thread;
        });
        Talk saying = new Talk(source * SUBTASKS + subtask, getRuntimeContext().getGlobalAggregateManager());
        ScheduledFuture<?> unused = talk.scheduleWithFixedDelay(saying, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) throws Exception {
        lead.pass();
        long passed = passing.get();
        passing.lazySet(passed + 1);
        if (!answer.equals(known)) {
            known = answer;
            ahead = known.said() == SlowestReader.NOT_READING ? 0 : lead.between(known.slowest(), known.said());
        }
        if (ahead > mostAhead && isHeard()) {
            slowed.inc(STEP);
            Thread.sleep(STEP);
        }
        output.collect(element);
        passing.lazySet(passed + 2);
    }

    /** Whether the last answer still counts; where not, nobody is waited for until there is another one. */
    private boolean isHeard() {
        if (now() - known.at() <= valid) {
            return true;
        }
        ahead = 0;
        LOG.warn(
                "source {} does not know how far the others have come, and waits for none of them: the JobManager has not answered for {} ms",
                source,
                valid,
                unheard);
        return false;
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        reached = mark.getTimestamp();
        lead.reach(reached);
        super.processWatermark(mark);
    }

    @Override
    public void close() throws Exception {
        if (talk != null) {
            talk.shutdownNow();
        }
        super.close();
    }

    /** Tells how far this reader has come, and hears how far the slowest has. */
    private final class Talk implements Runnable {
        private final long reader;
        private final GlobalAggregateManager master;
        private long seen;
        private long seenAt = now();

        Talk(long reader, GlobalAggregateManager master) {
            this.reader = reader;
            this.master = master;
        }

        @Override
        public void run() {
            long said = isReading() ? reached : SlowestReader.NOT_READING;
            try {
                long slowest = master.updateGlobalAggregate(READERS, new long[] {reader, said}, new SlowestReader());
                answer = new Answer(said, slowest, now());
            } catch (IOException | RuntimeException e) {
                unheard = e;
            }
        }

        private boolean isReading() {
            long passed = passing.get();
            if (passed != seen) {
                seen = passed;
                seenAt = now();
            }
            return passed % 2 == 1 || now() - seenAt < SILENCE;
        }
    }
}
