package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flink.YoungIds.Young;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YoungIdsTest {
    private final List<String> stored = new ArrayList<>();

    private void put(YoungIds ids, String id, long forgottenAt, long watermark) throws Exception {
        ids.put(id, new Young(0, forgottenAt), watermark, (eldest, young) -> stored.add(eldest));
    }

    @Test
    void whatIsForgottenLeavesMemoryThoughThereIsRoom() throws Exception {
        YoungIds ids = new YoungIds(100);
        for (int i = 1; i <= 10; i++) {
            put(ids, "id-" + i, i, 0);
        }
        for (int i = 11; i <= 15; i++) {
            put(ids, "id-" + i, i, 10);
        }

        assertThat(ids.size()).as("two leave for each that comes").isEqualTo(5);
        assertThat(ids.get("id-10", 0)).isNull();
        assertThat(ids.get("id-11", 10)).isNotNull();
        assertThat(stored).isEmpty();
    }

    @Test
    void theOneJustAddedStays() throws Exception {
        YoungIds ids = new YoungIds(1);
        put(ids, "a", 10, 0);
        put(ids, "b", 10, 0);
        put(ids, "c", 5, 7);

        assertThat(stored).containsExactly("a", "b");
        assertThat(ids.size()).isEqualTo(1);
    }
}
