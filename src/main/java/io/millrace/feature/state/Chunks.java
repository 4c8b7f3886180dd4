package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one log: numbered from 0 as they are sealed, each in the order of its rows, all of a lower number before all of a higher one. Used by one thread.
 *
 * <p>A chunk into which many rows came late becomes a B+ tree (Comer, The Ubiquitous B-Tree, 1979): under its number stands an index instead of rows, of the first places and the numbers of smaller chunks, which may be
 * indexes again. So a late row costs a few chunks of bounded size, wherever and in whatever order rows come. Numbers of chunks that an index names are negative.
 */
final class Chunks {
    /** Of how many rows a chunk has at most, and chunks an index, before it is split. */
    static final int MOST = 32;

    /** What an index begins with, and where a chunk of rows has their number. */
    private static final int INDEX = 0;
    /** Under this number stands how many negative numbers are in use. */
    private static final long COUNTER = -1;

    private static final RowShape OF_INDEX = RowShape.ofSingleWords(1);

    private final RowShape shape;
    private final ColdRows cold;
    private final long firstNumber;
    private final NewestChunks newest;
    private final StateReader reader = new StateReader();
    /** Rows for the next visit of a chunk, so that not each one allocates; null while a visit uses them. */
    private @Nullable Rows visited;

    /** @param firstNumber what is added to each number */
    Chunks(RowShape shape, ColdRows cold, long firstNumber) {
        this.shape = shape;
        this.cold = cold;
        this.firstNumber = firstNumber;
        this.newest = new NewestChunks(cold.room());
        this.visited = new Rows(shape, 0);
    }

    /**
     * What stands under a number.
     *
     * @param rows where it is an index: for each chunk its first place and, as the only value, its number
     */
    private record Node(boolean isIndex, Rows rows) {
        long child(int at) {
            return rows.bits(at, 0);
        }

        boolean isTooLarge() {
            return rows.size() > MOST;
        }

        Node slice(int from, int to) {
            Rows slice = new Rows(rows.shape(), to - from);
            slice.appendAll(rows, from, to);
            return new Node(isIndex, slice);
        }
    }

    /** The way from an index to one of its chunks. */
    private record Step(long number, Rows index, int at) {}

    /** Rows that stand together, and the way to them. */
    static final class Leaf {
        private final List<Step> path = new ArrayList<>();
        private long number;
        private Rows rows;

        private Leaf(long number, Rows rows) {
            this.number = number;
            this.rows = rows;
        }

        Rows rows() {
            return rows;
        }

        /** The time of the last row; where there are too many, of the last of those that stay together. */
        long end() {
            return rows.time((rows.size() > MOST ? rows.size() / 2 : rows.size()) - 1);
        }

        /** Whether nothing of the chunk comes before it. */
        boolean isFirst() {
            return path.stream().allMatch(step -> step.at == 0);
        }
    }

    private Node read(long number) {
        Rows known = newest.get(number);
        if (known != null) {
            return new Node(false, known).slice(0, known.size());
        }
        byte[] bytes = bytes(number);
        boolean isIndex = bytes[0] == INDEX;
        return read(bytes, new Rows(isIndex ? OF_INDEX : shape, 0));
    }

    private Node read(byte[] bytes, Rows into) {
        boolean isIndex = bytes[0] == INDEX;
        reader.reset(bytes, isIndex ? 1 : 0, bytes.length);
        RowsForm.read(reader, into);
        return new Node(isIndex, into);
    }

    private byte[] bytes(long number) {
        byte[] bytes = cold.read(firstNumber + number);
        if (bytes == null) {
            throw new IllegalStateException("chunk " + number + " is not there; the state is damaged");
        }
        return bytes;
    }

    /** Reads a chunk for a visit, after which {@link #visited} gives its rows back. A visitor may visit other chunks. */
    private Node readToVisit(long number) {
        byte[] bytes = bytes(number);
        Rows rows = visited;
        if (bytes[0] == INDEX || rows == null) {
            return read(bytes, new Rows(bytes[0] == INDEX ? OF_INDEX : shape, 0));
        }
        visited = null;
        rows.clear();
        return read(bytes, rows);
    }

    private void visited(Node node) {
        if (!node.isIndex) {
            visited = node.rows;
        }
    }

    /** Adds a chunk, whose rows are not to be changed from here on. */
    void seal(long number, Rows rows, StateWriter scratch) {
        if (!newest.add(number, rows, (oldest, held) -> store(oldest, held, scratch))) {
            store(number, rows, scratch);
        }
    }

    /** The rows of a chunk where they are in memory, which must not be changed; else null. */
    @Nullable
    Rows inMemory(long number) {
        return newest.get(number);
    }

    /** Puts to rest what is in memory alone. */
    void store(StateWriter scratch) {
        newest.store((number, held) -> store(number, held, scratch));
    }

    private void store(long number, Rows rows, StateWriter scratch) {
        scratch.clear();
        RowsForm.write(rows, 0, scratch);
        cold.write(firstNumber + number, scratch.toBytes());
    }

    private void write(long number, Node node, StateWriter scratch) {
        newest.drop(number);
        if (!node.isIndex) {
            store(number, node.rows, scratch);
            return;
        }
        scratch.clear();
        scratch.writeByte(INDEX);
        RowsForm.write(node.rows, 0, scratch);
        cold.write(firstNumber + number, scratch.toBytes());
    }

    /** Whether a chunk begins at or before a place; not to be asked of the first chunk of a log. */
    boolean beginsUpTo(long chunk, long time, int partition, long offset) {
        return read(chunk).rows.compare(0, time, partition, offset) <= 0;
    }

    /** The rows of a chunk among which a place is. */
    Leaf leaf(long chunk, long time, int partition, long offset) {
        Node node = read(chunk);
        Leaf leaf = new Leaf(chunk, node.rows);
        while (node.isIndex) {
            int at = Math.max(0, node.rows.upTo(time, partition, offset) - 1);
            leaf.path.add(new Step(leaf.number, node.rows, at));
            leaf.number = node.child(at);
            node = read(leaf.number);
            leaf.rows = node.rows;
        }
        return leaf;
    }

    /** The first rows of a chunk. */
    Leaf first(long chunk) {
        return leaf(chunk, Long.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE);
    }

    /** Writes rows that have changed, in several chunks where there are too many for one. */
    void write(Leaf leaf, StateWriter scratch) {
        Node node = new Node(false, leaf.rows);
        long number = leaf.number;
        for (int level = leaf.path.size() - 1; level >= 0 && node.isTooLarge(); level--) {
            Step up = leaf.path.get(level);
            split(node, number, up, scratch);
            node = new Node(true, up.index);
            number = up.number;
        }
        write(number, node.isTooLarge() ? above(node, scratch) : node, scratch);
    }

    /** Gives the later half of a chunk to one of its own, which the index above names. */
    private void split(Node node, long number, Step up, StateWriter scratch) {
        int middle = node.rows.size() / 2;
        write(number, node.slice(0, middle), scratch);
        enter(up.index, up.at + 1, node, middle, scratch);
    }

    /** An index of both halves of a chunk. */
    private Node above(Node node, StateWriter scratch) {
        Rows index = new Rows(OF_INDEX, 2);
        enter(index, 0, node.slice(0, node.rows.size() / 2), 0, scratch);
        enter(index, 1, node, node.rows.size() / 2, scratch);
        return new Node(true, index);
    }

    /** Writes what a chunk holds from a row on under a number of its own, which it enters into an index. */
    private void enter(Rows index, int at, Node node, int from, StateWriter scratch) {
        long number = takeNumber(scratch);
        write(number, node.slice(from, node.rows.size()), scratch);
        index.insertAt(at, node.rows.time(from), node.rows.partition(from), node.rows.offset(from));
        index.set(at, 0, number);
    }

    private long takeNumber(StateWriter scratch) {
        byte[] bytes = cold.read(firstNumber + COUNTER);
        long inUse = 0;
        if (bytes != null) {
            reader.reset(bytes);
            inUse = reader.readUnsigned();
        }
        scratch.clear();
        scratch.writeUnsigned(inUse + 1);
        cold.write(firstNumber + COUNTER, scratch.toBytes());
        return COUNTER - 1 - inUse;
    }

    /**
     * Removes the first rows of a chunk, which {@link #first} said.
     *
     * @return whether nothing is left of it
     */
    boolean removeFirst(Leaf leaf) {
        drop(leaf.number);
        for (int level = leaf.path.size() - 1; level >= 0; level--) {
            Step up = leaf.path.get(level);
            if (up.index.size() > 1) {
                up.index.removeFirst(1);
                write(up.number, new Node(true, up.index), new StateWriter());
                return false;
            }
            drop(up.number);
        }
        return true;
    }

    /**
     * Visits the rows of a chunk that come after a place, in order.
     *
     * @return whether the visitor wants the next row
     */
    boolean visitAfter(long number, Place place, RowVisitor visitor) {
        Rows known = newest.get(number);
        if (known != null) {
            return known.visit(known.upTo(place.time(), place.partition(), place.offset()), visitor);
        }
        Node node = readToVisit(number);
        int from = node.rows.upTo(place.time(), place.partition(), place.offset());
        if (!node.isIndex) {
            boolean wantsNext = node.rows.visit(from, visitor);
            visited(node);
            return wantsNext;
        }
        boolean wantsMore = true;
        for (int at = Math.max(0, from - 1); at < node.rows.size() && wantsMore; at++) {
            wantsMore = visitAfter(node.child(at), place, visitor);
        }
        return wantsMore;
    }

    /**
     * Visits the rows of a chunk that come before a place, from the latest back.
     *
     * @return whether the visitor wants the next row
     */
    boolean visitBefore(long number, Place place, RowVisitor visitor) {
        Rows known = newest.get(number);
        if (known != null) {
            return known.visitBack(known.before(place.time(), place.partition(), place.offset()), visitor);
        }
        Node node = readToVisit(number);
        int to = node.rows.before(place.time(), place.partition(), place.offset());
        if (!node.isIndex) {
            boolean wantsNext = node.rows.visitBack(to, visitor);
            visited(node);
            return wantsNext;
        }
        boolean wantsMore = true;
        for (int at = Math.max(0, to - 1); at >= 0 && wantsMore; at--) {
            wantsMore = visitBefore(node.child(at), place, visitor);
        }
        return wantsMore;
    }

    /** Writes the rows of a chunk in another form; what is read here has the form before. */
    void project(long number, Chunks into, UnaryOperator<Rows> projection, StateWriter scratch) {
        Node node = read(number);
        for (int at = 0; node.isIndex && at < node.rows.size(); at++) {
            project(node.child(at), into, projection, scratch);
        }
        into.write(number, node.isIndex ? node : new Node(false, projection.apply(node.rows)), scratch);
    }

    /** Removes a chunk and all that it names. */
    void remove(long number) {
        Node node = read(number);
        for (int at = 0; node.isIndex && at < node.rows.size(); at++) {
            remove(node.child(at));
        }
        drop(number);
    }

    private void drop(long number) {
        if (newest.drop(number)) {
            cold.remove(firstNumber + number);
        }
    }

    /** Gives back the memory that chunks take, all of which must be at rest. */
    void release() {
        newest.clear();
    }

    /** Removes what is kept beside the chunks, once they are gone. */
    void removeCounter() {
        cold.remove(firstNumber + COUNTER);
    }
}
