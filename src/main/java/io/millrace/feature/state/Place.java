package io.millrace.feature.state;

/** A place in the order of (time, partition, offset). Where an entity's state stands is one: the state is as of that place. Used by one thread. */
public final class Place {
    private long time;
    private int partition;
    private long offset;

    /** Before everything. */
    public Place() {
        setBeforeAll();
    }

    static Place afterAll() {
        Place place = new Place();
        place.setAfter(Long.MAX_VALUE);
        return place;
    }

    public void set(long toTime, int toPartition, long toOffset) {
        time = toTime;
        partition = toPartition;
        offset = toOffset;
    }

    void set(Rows rows, int row) {
        set(rows.time(row), rows.partition(row), rows.offset(row));
    }

    void setBeforeAll() {
        set(Long.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);
    }

    /** After everything at this time. */
    public void setAfter(long toTime) {
        set(toTime, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Makes another the place up to which rows lie behind a window's left edge, seen from this place. */
    void setLeft(Edge edge, Place left) {
        if (time >= Long.MIN_VALUE + edge.reach()) {
            left.setAfter(edge.time(time));
        } else {
            left.set(Long.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);
        }
    }

    public long time() {
        return time;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Whether this place comes before another. */
    public boolean isBefore(long otherTime, int otherPartition, long otherOffset) {
        if (time != otherTime) {
            return time < otherTime;
        }
        return partition != otherPartition ? partition < otherPartition : offset < otherOffset;
    }

    public boolean isAt(long otherTime, int otherPartition, long otherOffset) {
        return time == otherTime && partition == otherPartition && offset == otherOffset;
    }

    /** Whether a row lies behind an edge, seen from this place. */
    boolean isBehind(Edge edge, Rows rows, int row) {
        return switch (edge.kind()) {
            case BEFORE -> time >= Long.MIN_VALUE + edge.reach() && rows.time(row) <= edge.time(time);
            case WITH_EVENT -> rows.compare(row, time, partition, offset) <= 0;
            case WITHOUT_EVENT -> rows.compare(row, time, partition, offset) < 0;
        };
    }
}
