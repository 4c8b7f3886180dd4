package io.millrace.adapter.kafka;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of models where they are not there. Those that are there are left as they are. */
public final class ModelTopics {
    private static final int ONE_PARTITION = 1;
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");

    private ModelTopics() {}

    /**
     * Makes topics, with the brokers' default replication.
     *
     * @param compacted topics of one partition of which the last record of each key is kept for ever
     * @param plain a topic with the brokers' defaults
     * @throws DefinitionException where the brokers refuse, with what to do
     */
    public static void make(List<String> compacted, String plain, Settings settings) {
        try (Admin admin = Admin.create(KafkaClients.client(settings))) {
            for (String topic : compacted) {
                make(admin, new NewTopic(topic, Optional.of(ONE_PARTITION), Optional.empty()).configs(COMPACTED));
            }
            make(admin, new NewTopic(plain, Optional.empty(), Optional.empty()));
        }
    }

    private static void make(Admin admin, NewTopic topic) {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw refused(topic.name(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic " + topic.name() + " was made", e);
        }
    }

    private static DefinitionException refused(String topic, ExecutionException why) {
        DefinitionException refused = new DefinitionException(
                "topic " + topic,
                "it is not there and can't be made: " + why.getMessage()
                        + "; make it, or allow the job's user to create topics");
        refused.initCause(why);
        return refused;
    }
}
