package io.millrace.flink;

import java.io.IOException;
import java.io.ObjectStreamException;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's serialiser of a {@link Form}: the form's codec, reading a chosen version. Where Flink copies an element that never changes, the same object goes on.
 */
final class CodecSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1;

    private final transient Form<T> form;
    private final int readVersion;

    CodecSerializer(Form<T> form, int readVersion) {
        this.form = form;
        this.readVersion = readVersion;
    }

    Form<T> form() {
        return form;
    }

    @Override
    public boolean isImmutableType() {
        return form.isImmutable();
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public T createInstance() {
        throw new UnsupportedOperationException("a " + form.name() + " is made from its bytes only");
    }

    @Override
    public T copy(T from) {
        return form.copy(from);
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        form.codec().write(value, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return form.codec().read(source, readVersion);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CodecSnapshot<>(form, form.codec().version());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecSerializer<?> that && that.form == form && that.readVersion == readVersion;
    }

    @Override
    public int hashCode() {
        return Objects.hash(form.name(), readVersion);
    }

    private Object writeReplace() throws ObjectStreamException {
        return new Named(form.name(), readVersion);
    }

    /** What is shipped instead of the serialiser: codecs are found by name on the other side. */
    private record Named(String name, int readVersion) implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() throws ObjectStreamException {
            return new CodecSerializer<>(Form.named(name), readVersion);
        }
    }
}
