package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.flink.WaitingPlaces.Place;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.util.function.FunctionWithException;

/** A savepoint of the scoring job, read without the job: how far its sources were, how far event time was, which events wait at feature sets. */
public final class ScoringSavepoint {
    private static final String READ = "read-";
    private static final String ACCEPT = "accept-";

    private final String place;
    private final CheckpointMetadata metadata;

    private ScoringSavepoint(String place, CheckpointMetadata metadata) {
        this.place = place;
        this.metadata = metadata;
    }

    /**
     * Opens a savepoint.
     *
     * @param place a path or URI
     * @throws IOException where it can't be read
     */
    public static ScoringSavepoint open(String place) throws IOException {
        var location = AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(place);
        try (var in = new DataInputStream(location.getMetadataHandle().openInputStream())) {
            return new ScoringSavepoint(
                    place,
                    Checkpoints.loadCheckpointMetadata(
                            in, ScoringSavepoint.class.getClassLoader(), location.getExternalPointer()));
        }
    }

    /** The same, where one that can't be read is the user's mistake. */
    public static ScoringSavepoint openGiven(String place) {
        try {
            return open(place);
        } catch (IOException e) {
            DefinitionException refused = new DefinitionException(
                    "savepoint " + place,
                    "can't be read: " + e.getMessage() + "; give the folder that `flink stop` has named");
            refused.initCause(e);
            throw refused;
        }
    }

    CheckpointMetadata metadata() {
        return metadata;
    }

    Collection<OperatorState> operators() {
        return metadata.getOperatorStates();
    }

    private Optional<OperatorState> operator(String uid) {
        return operators().stream()
                .filter(operator -> operator.getOperatorUid().orElse("").equals(uid))
                .findFirst();
    }

    /** Whether the job read a source. */
    public boolean reads(String source) {
        return operator(READ + source).isPresent();
    }

    /** What Kafka's reader wrote of a source, one element for each of its splits. */
    public List<byte[]> splits(String source) throws IOException {
        return list(
                READ + source,
                store -> store.getListState(
                        new ListStateDescriptor<>("SourceReaderState", BytePrimitiveArraySerializer.INSTANCE)));
    }

    /** Up to where event time has come where a source's events are accepted; {@link Long#MIN_VALUE} where it has not begun. */
    public long watermark(String source) throws IOException {
        return list(
                        ACCEPT + source,
                        store -> store.getUnionListState(
                                new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE)))
                .stream()
                .max(Comparator.naturalOrder())
                .orElse(Long.MIN_VALUE);
    }

    /** The number of key groups of the operator that accepts a source's events, which all operators behind it have. */
    public int maxParallelism(String source) {
        return operator(ACCEPT + source)
                .map(OperatorState::getMaxParallelism)
                .orElseThrow(() -> new IllegalStateException("the savepoint does not know the source " + source));
    }

    /** Whether the job, or one before it, let a source's events be deleted. */
    public boolean deletes(String source) throws IOException {
        return !remembered(source).isEmpty();
    }

    /** The fields by which a set finds the entity of a source's event, of which the job did not remember the values of all events that may still be deleted. */
    public List<String> unremembered(Source source, FeatureSet set) throws IOException {
        List<String> fields = EventSlots.fields(source);
        List<List<String>> remembered = remembered(source.name());
        return set.keySlots().get(source.index()).stream()
                .filter(slot -> !remembered.stream().allMatch(known -> known.contains(fields.get(slot))))
                .map(slot -> source.type().fields().get(slot).name())
                .toList();
    }

    /** What was remembered of events under each definition that declared deletes, as {@link EventSlots#fields} gives it. */
    private List<List<String>> remembered(String source) throws IOException {
        return list(
                        ACCEPT + source,
                        store -> store.getUnionListState(
                                new ListStateDescriptor<>(RememberedEvents.FIELDS, StringSerializer.INSTANCE)))
                .stream()
                .map(RememberedEvents::fields)
                .distinct()
                .toList();
    }

    /** Where tombstones of a source stand that wait for their events, of ids in some key groups. */
    Set<Place> waitingTombstones(String source, KeyGroupRange ids) throws IOException {
        Set<Place> places = new HashSet<>();
        Optional<OperatorState> accept = operator(ACCEPT + source);
        if (accept.isPresent()) {
            new KeyedValues(accept.get(), WaitingTombstones.STATE).read(ids, bytes -> {
                WaitingTombstones.Waiting waiting = WaitingTombstones.read(new DataInputDeserializer(bytes));
                places.add(new Place(waiting.partition(), waiting.offset()));
            });
        }
        return places;
    }

    /**
     * The events that wait at feature sets.
     *
     * @throws DefinitionException where what waits has no place under the pipeline's definition, or where some of it rests in the state backend
     */
    public WaitingPlaces waiting(Pipeline pipeline) throws IOException {
        WaitingPlaces waiting = new WaitingPlaces(place, pipeline);
        for (OperatorState operator : operators()) {
            String uid = operator.getOperatorUid().orElse("");
            if (uid.startsWith(FeatureSetOperator.UID)) {
                refuseBacklog(uid);
                List<String> sources = EventSlots.sources(list(
                        uid,
                        store -> store.getUnionListState(
                                new ListStateDescriptor<>("slots", StringSerializer.INSTANCE))));
                for (PartialVector partial : held(operator)) {
                    waiting.add(uid, sources.get(partial.event().source()), partial);
                }
            }
        }
        return waiting;
    }

    /** Of a backlog in the state backend nothing can be read here. */
    private void refuseBacklog(String uid) throws IOException {
        long resting = list(
                        uid,
                        store -> store.getListState(
                                new ListStateDescriptor<>(FeatureSetOperator.RESTING, LongSerializer.INSTANCE)))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
        if (resting > 0) {
            throw new DefinitionException(
                    "savepoint " + place,
                    "more events wait at " + uid + " than state.held-in-memory lets wait in memory (" + resting
                            + " in the state backend); let the job catch up before it is stopped, or raise that setting");
        }
    }

    private static List<PartialVector> held(OperatorState operator) throws IOException {
        List<PartialVector> held = new ArrayList<>();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle raw : subtask.getRawKeyedState()) {
                if (raw instanceof KeyGroupsStateHandle groups) {
                    HeldEvents.read(groups, held::add);
                }
            }
        }
        return held;
    }

    /** All that subtasks wrote into a list. */
    private <T> List<T> list(String uid, FunctionWithException<OperatorStateStore, ListState<T>, Exception> state)
            throws IOException {
        List<OperatorStateHandle> handles = new ArrayList<>();
        operator(uid).ifPresent(operator -> operator.getStates()
                .forEach(subtask -> handles.addAll(subtask.getManagedOperatorState())));
        try (CloseableRegistry closeables = new CloseableRegistry()) {
            OperatorStateBackend backend = new DefaultOperatorStateBackendBuilder(
                            ScoringSavepoint.class.getClassLoader(), new ExecutionConfig(), false, handles, closeables)
                    .build();
            List<T> elements = new ArrayList<>();
            state.apply(backend).get().forEach(elements::add);
            backend.dispose();
            return elements;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the state of " + uid + " can't be read", e);
        }
    }
}
