package io.millrace.adapter.registry;

import io.millrace.governance.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * What was made of each schema id: kept for good, for an id never changes its meaning. That an id is unknown is kept for a while only,
 * and for so many ids at most, so that a flood of bad records does not become a flood of questions.
 */
final class SchemaCache<V> {
    static final Duration UNKNOWN_KEPT = Duration.ofSeconds(10);
    static final int MOST_UNKNOWN = 10_000;

    private final Registry registry;
    private final Patience patience;
    private final RegistryTime time;
    private final Compiler<V> compiler;
    private final Map<Integer, Known<V>> known = new HashMap<>();
    private final Map<Integer, Long> unknown = new HashMap<>();
    private int lastId;
    private @Nullable Known<V> last;

    SchemaCache(Registry registry, Patience patience, RegistryTime time, Compiler<V> compiler) {
        this.registry = registry;
        this.patience = patience;
        this.time = time;
        this.compiler = compiler;
    }

    /** Makes what reads the records of a writer's schema; throws {@link MalformedException} where none can. */
    interface Compiler<V> {
        V compile(Schema writer);
    }

    /** What was made, or why nothing could be. */
    private record Known<V>(@Nullable V value, @Nullable MalformedException refusal) {
        V get() {
            if (value == null) {
                throw refusal == null ? new IllegalStateException("neither a value nor a refusal") : refusal;
            }
            return value;
        }
    }

    /**
     * What reads the records of an id.
     *
     * @throws MalformedException with UNKNOWN_SCHEMA or INCOMPATIBLE_SCHEMA
     */
    V of(int id) {
        Known<V> found = last;
        if (found == null || lastId != id) {
            found = find(id);
            last = found;
            lastId = id;
        }
        return found.get();
    }

    private Known<V> find(int id) {
        Known<V> found = known.get(id);
        if (found != null) {
            return found;
        }
        if (isKnownUnknown(id)) {
            throw unknownSchema(id);
        }
        Registry.Answer answer = patience.answer(() -> registry.schema(id));
        if (answer instanceof Registry.Answer.Unknown) {
            keepUnknown(id);
            throw unknownSchema(id);
        }
        Known<V> made = make(id, answer);
        known.put(id, made);
        return made;
    }

    private Known<V> make(int id, Registry.Answer answer) {
        if (answer instanceof Registry.Answer.Found schema) {
            try {
                return new Known<>(compiler.compile(parse(schema.schema())), null);
            } catch (SchemaParseException e) {
                return refused(id, "is not valid Avro");
            } catch (MalformedException e) {
                return refused(id, "does not fit: " + e.detail());
            }
        }
        return refused(id, "is not Avro; expected an Avro record");
    }

    /** Lenient where it may be: other writers' names and defaults are none of our business. */
    static Schema parse(String text) {
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(text);
    }

    private static <V> Known<V> refused(int id, String why) {
        return new Known<>(null, new MalformedException(Reason.INCOMPATIBLE_SCHEMA, "schema id " + id + " " + why));
    }

    private boolean isKnownUnknown(int id) {
        Long since = unknown.get(id);
        return since != null && time.nanos() - since < UNKNOWN_KEPT.toNanos();
    }

    private void keepUnknown(int id) {
        if (unknown.size() >= MOST_UNKNOWN) {
            unknown.clear();
        }
        unknown.put(id, time.nanos());
    }

    private static MalformedException unknownSchema(int id) {
        return new MalformedException(
                Reason.UNKNOWN_SCHEMA,
                "the registry knows no schema id " + id + "; expected one registered for the topic");
    }
}
