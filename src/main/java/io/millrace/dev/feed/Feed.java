package io.millrace.dev.feed;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.RowEvents;
import io.millrace.adapter.file.RowEvents.Read;
import io.millrace.dev.StackException;
import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Turns rows into records for the topics of a pipeline's sources. Registers their schemas when it is made. Used by one thread. */
public final class Feed {
    private static final int SUBJECTS = 100;

    private final Pipeline pipeline;
    private final List<SourceFeed> sources = new ArrayList<>();
    private long refused;

    /**
     * @param rows the name of what the rows come from
     * @throws StackException where the registry does not take a schema
     */
    public Feed(Pipeline pipeline, String rows, String registryUrl) {
        this.pipeline = pipeline;
        CachedSchemaRegistryClient registry = new CachedSchemaRegistryClient(registryUrl, SUBJECTS);
        for (Source source : pipeline.sources()) {
            EventRecords records = new EventRecords(source, keySlots(pipeline, source), register(registry, source));
            sources.add(new SourceFeed(new RowEvents(source, rows), records));
        }
    }

    private record SourceFeed(RowEvents events, EventRecords records) {}

    /** What a pipeline does with the events of a source, besides computing features of them. */
    public enum Use {
        SCORED,
        OUTCOME,
        FEATURES_ONLY
    }

    /**
     * A record to send.
     *
     * @param time event time in epoch milliseconds
     * @param use what its event is for
     */
    public record Item(ProducerRecord<byte[], byte[]> record, long time, Use use) {}

    /** What a row holds for each source. */
    public List<Item> items(Row row) {
        List<Item> items = new ArrayList<>(sources.size());
        for (SourceFeed source : sources) {
            Read read = source.events().read(row);
            Event event = read.event();
            if (read.deadLetter() != null) {
                refused++;
            }
            if (event != null) {
                items.add(new Item(source.records().record(event), event.time(), use(event)));
            }
        }
        return items;
    }

    private Use use(Event event) {
        if (event.source() == pipeline.features().scored()) {
            return Use.SCORED;
        }
        OutcomeSpec outcome = pipeline.outcome();
        return outcome != null && event.source() == outcome.source() ? Use.OUTCOME : Use.FEATURES_ONLY;
    }

    /** How many events could not be made of their rows so far, because a cell that they need is empty or no value of its type. */
    public long refused() {
        return refused;
    }

    /** The slots of a record's key: for scored events the entity of the first feature set, so that its events keep their order; for others the id. */
    private static List<Integer> keySlots(Pipeline pipeline, Source source) {
        List<FeatureSet> sets = pipeline.features().sets();
        boolean byEntity = source.index() == pipeline.features().scored() && !sets.isEmpty();
        return byEntity
                ? sets.get(0).keySlots().get(source.index())
                : List.of(source.type().idSlot());
    }

    private static int register(CachedSchemaRegistryClient registry, Source source) {
        try {
            return registry.register(source.topic() + "-value", new AvroSchema(source.schema()));
        } catch (IOException | RestClientException e) {
            throw new StackException("The schema of " + source.name() + " can't be registered: " + e, e);
        }
    }
}
