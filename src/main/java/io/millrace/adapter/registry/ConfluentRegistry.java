package io.millrace.adapter.registry;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/** A registry with Confluent's API, through Confluent's client. */
final class ConfluentRegistry implements Registry {
    private static final int CAPACITY = 1000;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    /** Confluent's codes for a subject, a version, a schema that is not there; a wrong address gives 404 alone. */
    private static final List<Integer> ABSENT = List.of(40401, 40402, 40403);

    private final SchemaRegistryClient client;
    private final Raw raw;

    /** @param raw asks for a schema without parsing it */
    ConfluentRegistry(SchemaRegistryClient client, Raw raw) {
        this.client = client;
        this.raw = raw;
    }

    /** A registry as the settings say. Opens no connection yet. */
    static ConfluentRegistry open(Settings settings) {
        RestService rest =
                new RestService(List.of(settings.text(Setting.REGISTRY_URL).split("\\s*,\\s*")));
        Map<String, String> client = client(settings);
        return new ConfluentRegistry(new CachedSchemaRegistryClient(rest, CAPACITY, client), rest::getId);
    }

    /** The client's own keys: it knows those of TLS by another beginning, and waits a minute where nobody says otherwise. */
    static Map<String, String> client(Settings settings) {
        Map<String, String> client = new TreeMap<>();
        client.put("http.connect.timeout.ms", "10000");
        client.put("http.read.timeout.ms", "10000");
        settings.under(SettingsPrefix.REGISTRY)
                .forEach((key, value) -> client.put(key.startsWith("ssl.") ? "schema.registry." + key : key, value));
        if (client.containsKey("basic.auth.user.info")) {
            client.putIfAbsent("basic.auth.credentials.source", "USER_INFO");
        }
        if (client.containsKey("bearer.auth.token")) {
            client.putIfAbsent("bearer.auth.credentials.source", "STATIC_TOKEN");
        }
        return client;
    }

    /** Asks for a schema without parsing it. */
    interface Raw {
        SchemaString schema(int id) throws IOException, RestClientException;
    }

    @Override
    public Answer schema(int id) throws IOException {
        try {
            return parsed(id);
        } catch (RestClientException e) {
            if (isAbsent(e)) {
                return new Answer.Unknown();
            }
            throw trouble("look up schema " + id, e);
        }
    }

    private Answer parsed(int id) throws IOException, RestClientException {
        try {
            ParsedSchema schema = client.getSchemaById(id);
            return schema instanceof AvroSchema avro
                    ? new Answer.Found(avro.rawSchema().toString())
                    : new Answer.NotAvro(schema.schemaType());
        } catch (IOException e) {
            return unparsed(id, e);
        }
    }

    /** The client reports a schema that it can't parse as if the registry were down: ask which of the two it is. */
    private Answer unparsed(int id, IOException trouble) throws IOException, RestClientException {
        SchemaString schema = raw.schema(id);
        String type = schema.getSchemaType();
        boolean avro = type == null || type.equals(AvroSchema.TYPE);
        boolean alone = schema.getReferences() == null || schema.getReferences().isEmpty();
        if (!avro || alone) {
            return new Answer.NotAvro(avro ? "AVRO, but not valid" : type);
        }
        throw trouble;
    }

    /**
     * The schemas of a subject, the oldest first; none where there is no such subject.
     *
     * @throws IOException when the registry can't be asked now and may be asked again later
     */
    List<Answer> versions(String subject) throws IOException {
        try {
            List<Answer> answers = new ArrayList<>();
            for (int version : client.getAllVersions(subject).stream().sorted().toList()) {
                answers.add(parsed(client.getSchemaMetadata(subject, version).getId()));
            }
            return answers;
        } catch (RestClientException e) {
            if (isAbsent(e)) {
                return List.of();
            }
            throw trouble("give the schemas of " + subject, e);
        }
    }

    private static boolean isAbsent(RestClientException e) {
        return e.getStatus() == NOT_FOUND && ABSENT.contains(e.getErrorCode());
    }

    @Override
    public int register(String subject, String schema) throws IOException {
        try {
            return client.register(subject, new AvroSchema(schema));
        } catch (RestClientException e) {
            throw trouble("register the schema of " + subject, e);
        }
    }

    private static IOException trouble(String what, RestClientException e) {
        int status = e.getStatus();
        String message =
                "the Schema Registry did not " + what + ": HTTP status " + status + ", code " + e.getErrorCode();
        if (status >= SERVER || status == TIMEOUT || status == TOO_MANY) {
            return new IOException(message, e);
        }
        throw new IllegalStateException(
                message + " (" + e.getMessage() + "); check registry.url, its credentials and the subject's"
                        + " compatibility",
                e);
    }
}
