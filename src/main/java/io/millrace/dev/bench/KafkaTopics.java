package io.millrace.dev.bench;

import io.millrace.dev.Broker;
import io.millrace.dev.Waiting;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** Topics of a broker, each with the same number of partitions. */
final class KafkaTopics implements AutoCloseable {
    private final Broker broker;
    private final Admin admin;
    private final int partitions;

    KafkaTopics(Broker broker, int partitions) {
        this.broker = broker;
        this.admin = broker.admin();
        this.partitions = partitions;
    }

    /** Makes topics that are empty, whatever was there before. */
    void makeAnew(Collection<String> names) {
        List<String> old = names.stream().filter(existing()::contains).toList();
        result(admin.deleteTopics(old).all());
        Waiting.until(
                "topics " + old + " are deleted", () -> existing().stream().noneMatch(old::contains));
        Map<String, Integer> wanted = new TreeMap<>();
        names.forEach(name -> wanted.put(name, partitions));
        broker.createTopics(wanted);
        Waiting.until("topics " + names + " are there", () -> existing().containsAll(names));
    }

    /**
     * The offsets after the last record of each partition, committed or not. In topics that are written in transactions each commit takes one more
     * in each partition.
     */
    Map<TopicPartition, Long> ends(Collection<String> names) {
        return ends(names, IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> ends(Collection<String> names, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (String name : names) {
            for (int partition = 0; partition < partitions; partition++) {
                latest.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                result(admin.listOffsets(latest, new ListOffsetsOptions(level)).all());
        answers.forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** The sum of {@link #ends}. */
    long written(Collection<String> names) {
        return ends(names).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The offsets up to which a reader of committed records comes, in each partition. */
    Map<TopicPartition, Long> committed(Collection<String> names) {
        return ends(names, IsolationLevel.READ_COMMITTED);
    }

    /** What the broker's files of topics take, in bytes. */
    long bytes(Collection<String> names) {
        List<Integer> brokers =
                result(admin.describeCluster().nodes()).stream().map(Node::id).toList();
        return result(admin.describeLogDirs(brokers).allDescriptions()).values().stream()
                .flatMap(directories -> directories.values().stream())
                .flatMap(directory -> directory.replicaInfos().entrySet().stream())
                .filter(replica -> names.contains(replica.getKey().topic()))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    private Collection<String> existing() {
        return result(admin.listTopics().names());
    }

    private static <T> T result(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new BenchException("The broker did not answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while the broker was asked", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
