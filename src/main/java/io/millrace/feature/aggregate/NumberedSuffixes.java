package io.millrace.feature.aggregate;

import java.util.AbstractList;
import java.util.Objects;

/** The suffixes {@code _0}, {@code _1} and so on, of which none is made before it is asked for. */
final class NumberedSuffixes extends AbstractList<String> {
    private final int size;

    NumberedSuffixes(int size) {
        this.size = size;
    }

    @Override
    public String get(int index) {
        return "_" + Objects.checkIndex(index, size);
    }

    @Override
    public int size() {
        return size;
    }
}
