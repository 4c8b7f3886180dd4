package io.millrace.flink;

import io.millrace.event.Codec;
import io.millrace.event.Event;
import io.millrace.event.EventCodec;
import io.millrace.feature.PartialVector;
import io.millrace.feature.PartialVectorCodec;
import io.millrace.feedback.JoinState;
import io.millrace.feedback.JoinStateCodec;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExampleCodec;
import io.millrace.governance.Arrival;
import io.millrace.governance.ArrivalCodec;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.DeadLetterCodec;
import io.millrace.model.Prediction;
import io.millrace.model.PredictionCodec;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.ControlUpdateCodec;
import io.millrace.model.control.Decision;
import io.millrace.model.control.DecisionCodec;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommandCodec;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * A type that travels between tasks or rests in state, with the name under which savepoints know it. The names are a contract: a savepoint of an
 * older release holds them.
 */
public final class Form<T> {
    public static final Form<PartialVector> PARTIAL_VECTOR =
            new Form<>("partial-vector", PartialVector.class, new PartialVectorCodec());
    static final Form<HeldEvent> HELD_EVENT = new Form<>("held-event", HeldEvent.class, new HeldEventCodec());

    public static final Form<Arrival<Event>> ARRIVED_EVENT =
            new Form<>("arrived-event", arrival(), new ArrivalCodec<>(new EventCodec()));
    public static final Form<Arrival<Prediction>> ARRIVED_PREDICTION =
            new Form<>("arrived-prediction", arrival(), new ArrivalCodec<>(new PredictionCodec()));
    public static final Form<DeadLetter> DEAD_LETTER =
            new Form<>("dead-letter", DeadLetter.class, new DeadLetterCodec());
    /** Predictions may be filled again by who emits them, so that Flink must copy where it keeps one. */
    public static final Form<Prediction> PREDICTION =
            new Form<>("prediction", Prediction.class, new PredictionCodec(), Prediction::copy);

    public static final Form<JoinState> JOIN_STATE = new Form<>("join-state", JoinState.class, new JoinStateCodec());
    public static final Form<LabelledExample> LABELLED_EXAMPLE =
            new Form<>("labelled-example", LabelledExample.class, new LabelledExampleCodec());

    public static final Form<Arrival<ModelCommand>> ARRIVED_COMMAND =
            new Form<>("arrived-model-command", arrival(), new ArrivalCodec<>(new ModelCommandCodec()));
    public static final Form<ModelCommand> MODEL_COMMAND =
            new Form<>("model-command", ModelCommand.class, new ModelCommandCodec());
    public static final Form<Decision> DECISION = new Form<>("decision", Decision.class, new DecisionCodec());
    public static final Form<ControlUpdate> CONTROL_UPDATE =
            new Form<>("control-update", ControlUpdate.class, new ControlUpdateCodec());

    private static final List<Form<?>> ALL = List.of(
            PARTIAL_VECTOR,
            HELD_EVENT,
            ARRIVED_EVENT,
            ARRIVED_PREDICTION,
            DEAD_LETTER,
            PREDICTION,
            JOIN_STATE,
            LABELLED_EXAMPLE,
            ARRIVED_COMMAND,
            MODEL_COMMAND,
            DECISION,
            CONTROL_UPDATE);

    private final String name;
    private final Class<T> type;
    private final Codec<T> codec;
    private final @Nullable UnaryOperator<T> copier;

    private Form(String name, Class<T> type, Codec<T> codec) {
        this(name, type, codec, null);
    }

    /** @param copier makes a value that stays as it is; null where values never change */
    private Form(String name, Class<T> type, Codec<T> codec, @Nullable UnaryOperator<T> copier) {
        this.name = name;
        this.type = type;
        this.codec = codec;
        this.copier = copier;
    }

    /** The class of arrivals of any value: class literals know no type parameters. */
    @SuppressWarnings("unchecked")
    private static <T> Class<Arrival<T>> arrival() {
        return (Class<Arrival<T>>) (Class<?>) Arrival.class;
    }

    static Form<?> named(String name) {
        return ALL.stream()
                .filter(form -> form.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this savepoint holds \"" + name
                        + "\", which this release does not know; restore it with the release that wrote it"));
    }

    String name() {
        return name;
    }

    Class<T> type() {
        return type;
    }

    Codec<T> codec() {
        return codec;
    }

    boolean isImmutable() {
        return copier == null;
    }

    T copy(T value) {
        return copier == null ? value : copier.apply(value);
    }

    /** Flink's description of the type. */
    public TypeInformation<T> typeInformation() {
        return new CodecTypeInformation<>(this);
    }

    CodecSerializer<T> serializer() {
        return new CodecSerializer<>(this, codec.version());
    }
}
