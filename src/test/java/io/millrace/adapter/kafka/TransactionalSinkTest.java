package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionalSinkTest {
    private static final String NOBODY = "127.0.0.1:1";

    /** Holds an admin client as the connector's writer does. */
    private static final class Holder {
        private @Nullable Admin adminClient;
    }

    @Test
    void theClientOfAWriterIsClosedOnce() {
        Set<Thread> before = adminThreads();
        Holder writer = new Holder();
        writer.adminClient = Admin.create(Map.of("bootstrap.servers", NOBODY));
        assertThat(adminThreads()).hasSize(before.size() + 1);
        Field field = AdminOfWriter.field(Holder.class, AdminOfWriter.FIELD);

        AdminOfWriter.close(field, writer);
        AdminOfWriter.close(field, writer);

        assertThat(writer.adminClient).isNull();
        await().untilAsserted(() -> assertThat(adminThreads()).isEqualTo(before));
    }

    /** Fails with a version of the connector that closes its client by itself, or uses it later on: look at {@link AdminOfWriter} then. */
    @Test
    void theConnectorUsesItsClientWhenAWriterStartsAndNeverClosesIt() throws Exception {
        assertThat(AdminOfWriter.field().getType()).isAssignableTo(Admin.class);

        JavaClass writer = new ClassFileImporter().importClass(Class.forName(AdminOfWriter.WRITER));
        Set<String> touching = writer.getField(AdminOfWriter.FIELD).getAccessesToSelf().stream()
                .map(access -> access.getOrigin().getName())
                .collect(Collectors.toSet());
        assertThat(touching).containsExactly("getAdminClient");
        Set<String> users = new TreeSet<>();
        addUsers(writer, "getAdminClient", users);
        assertThat(users)
                .containsExactly(
                        "abortLingeringTransactions",
                        "getTopicNames",
                        "getTransactionAbortStrategyContext",
                        "initialize");
    }

    /** The methods of a class that use another of its methods, directly or not. */
    private static void addUsers(JavaClass owner, String method, Set<String> users) {
        owner.getCodeUnits().stream()
                .filter(user -> user.getAccessesFromSelf().stream()
                        .anyMatch(access -> access.getTargetOwner().equals(owner)
                                && access.getTarget().getName().equals(method)))
                .filter(user -> users.add(user.getName()))
                .forEach(user -> addUsers(owner, user.getName(), users));
    }

    @Test
    void aConnectorOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> AdminOfWriter.field(Object.class, "adminClient"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the Kafka connector has no field java.lang.Object.adminClient, which held an admin client that"
                                + " nobody closed; find out what this version of it does with its admin client");
    }

    @Test
    @SuppressWarnings("NullAway") // no writer is made
    void aWriterThatCantStartLeavesNoClientBehind() {
        Set<Thread> before = adminThreads();
        WriterInitContext unused = null;

        assertThatThrownBy(() -> sink().createWriter(unused))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("topic out can't be written to: Kafka at " + NOBODY
                        + " does not describe it: org.apache.kafka");

        await().untilAsserted(() -> assertThat(adminThreads()).isEqualTo(before));
    }

    /** A method of the connector's sink that Flink finds by an interface must be found here too. */
    @Test
    void itIsAllThatTheConnectorsSinkIs() {
        assertThat(TransactionalSink.class.getInterfaces()).contains(KafkaSink.class.getInterfaces());
        Set<String> own = Arrays.stream(TransactionalSink.class.getMethods())
                .filter(method -> method.getDeclaringClass().equals(TransactionalSink.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
        assertThat(own)
                .containsAll(Arrays.stream(KafkaSink.class.getMethods())
                        .filter(method -> method.getDeclaringClass().equals(KafkaSink.class))
                        .map(Method::getName)
                        .filter(name -> !name.equals("builder"))
                        .toList());
    }

    private static TransactionalSink<String> sink() {
        Properties properties = new Properties();
        properties.putAll(
                Map.of("bootstrap.servers", NOBODY, "default.api.timeout.ms", "200", "request.timeout.ms", "100"));
        KafkaSink<String> sink = KafkaSink.<String>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(NOBODY)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("test")
                .setRecordSerializer(new OutputSerializer<>("out", () -> {
                    throw new IllegalStateException("nothing is written");
                }))
                .build();
        return new TransactionalSink<>(sink, "out", properties);
    }

    private static Set<Thread> adminThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-admin-client-thread"))
                .collect(Collectors.toSet());
    }
}
