package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Transactions of a topic that were neither committed nor aborted yet. */
public final class OpenTransactions {
    private OpenTransactions() {}

    /** The partitions with records of which it is not known whether they count. */
    public static List<Integer> partitions(String topic, TopicOffsets offsets, Settings settings) {
        Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
        offsets.ranges(topic)
                .keySet()
                .forEach(partition -> newest.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        try (Admin admin = Admin.create(KafkaClients.client(settings))) {
            var committed = ends(admin, newest, IsolationLevel.READ_COMMITTED);
            var all = ends(admin, newest, IsolationLevel.READ_UNCOMMITTED);
            TreeSet<Integer> open = new TreeSet<>();
            all.forEach((partition, end) -> {
                if (end > committed.getOrDefault(partition, end)) {
                    open.add(partition.partition());
                }
            });
            return List.copyOf(open);
        }
    }

    private static Map<TopicPartition, Long> ends(
            Admin admin, Map<TopicPartition, OffsetSpec> of, IsolationLevel isolation) {
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(of, new ListOffsetsOptions(isolation))
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not say how far its topics go", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was asked how far its topics go", e);
        }
    }
}
