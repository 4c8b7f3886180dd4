package io.millrace.flink;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** What a savepoint remembers of a {@link CodecSerializer}: the form's name and the version of its bytes. */
public final class CodecSnapshot<T> implements TypeSerializerSnapshot<T> {
    private static final int SNAPSHOT_VERSION = 1;

    private @Nullable Form<T> form;
    private int version;

    /** For Flink, which reads the rest from the savepoint. */
    public CodecSnapshot() {}

    CodecSnapshot(Form<T> form, int version) {
        this.form = form;
        this.version = version;
    }

    @Override
    public int getCurrentVersion() {
        return SNAPSHOT_VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(form().name());
        out.writeInt(version);
    }

    @Override
    @SuppressWarnings("unchecked") // the name decides the type; a wrong one is found by resolveSchemaCompatibility
    public void readSnapshot(int readVersion, DataInputView in, ClassLoader userCodeClassLoader) throws IOException {
        form = (Form<T>) Form.named(in.readUTF());
        version = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new CodecSerializer<>(form(), version);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        if (!(old instanceof CodecSnapshot<T> that) || that.form() != form() || that.version > version) {
            return TypeSerializerSchemaCompatibility.incompatible();
        }
        return that.version == version
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
    }

    private Form<T> form() {
        if (form == null) {
            throw new IllegalStateException("a snapshot is read before it is used");
        }
        return form;
    }
}
