package io.millrace.feature.aggregate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which groups a part keeps: those of declared keys, or all. Equal for the same keys in any order. */
final class GroupKeys {
    static final GroupKeys ALL = new GroupKeys(null);

    private final long @Nullable [] declared;

    private GroupKeys(long @Nullable [] declared) {
        this.declared = declared;
    }

    static GroupKeys of(List<Long> keys) {
        return new GroupKeys(
                keys.stream().mapToLong(Long::longValue).sorted().distinct().toArray());
    }

    boolean contains(long key) {
        return declared == null || Arrays.binarySearch(declared, key) >= 0;
    }

    String text() {
        return declared == null ? "all" : Arrays.toString(declared);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupKeys keys && Arrays.equals(declared, keys.declared);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(declared);
    }
}
