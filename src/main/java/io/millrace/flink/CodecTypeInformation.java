package io.millrace.flink;

import java.io.ObjectStreamException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's description of a {@link Form}: an opaque value, never a key. */
final class CodecTypeInformation<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1;

    private final transient Form<T> form;

    CodecTypeInformation(Form<T> form) {
        this.form = form;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return form.type();
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return form.serializer();
    }

    @Override
    public String toString() {
        return form.name();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecTypeInformation<?> that && that.form == form;
    }

    @Override
    public int hashCode() {
        return form.name().hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof CodecTypeInformation<?>;
    }

    private Object writeReplace() throws ObjectStreamException {
        return new Named(form.name());
    }

    /** What is shipped instead: the form is found by name on the other side. */
    private record Named(String name) implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        private Object readResolve() throws ObjectStreamException {
            return new CodecTypeInformation<>(Form.named(name));
        }
    }
}
