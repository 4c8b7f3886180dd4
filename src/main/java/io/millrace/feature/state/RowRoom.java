package io.millrace.feature.state;

/** How many bytes of older rows may be in memory: one limit for all entities of a thread, of which each takes as much as is left. Used by one thread. */
public final class RowRoom {
    /** No room: older rows are at rest. */
    public static final RowRoom NONE = new RowRoom(0);

    private final long bytes;
    private long left;

    /** @param bytes at most, with what objects cost beside their values */
    public RowRoom(long bytes) {
        this.bytes = bytes;
        this.left = bytes;
    }

    /** How many bytes are taken. */
    public long taken() {
        return bytes - left;
    }

    boolean take(long more) {
        if (more > left) {
            return false;
        }
        left -= more;
        return true;
    }

    void giveBack(long taken) {
        left += taken;
    }
}
