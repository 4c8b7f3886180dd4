package io.millrace.job;

import io.millrace.event.RecordEncoder;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.TupleTypeInfo;

/** Records of Kafka as they are, key and value, for jobs that have their bytes already. */
final class KeyAndValue implements RecordEncoder<Tuple2<byte[], byte[]>> {
    static final TypeInformation<Tuple2<byte[], byte[]>> TYPE = new TupleTypeInfo<>(
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    @Override
    public byte[] key(Tuple2<byte[], byte[]> record) {
        return record.f0;
    }

    @Override
    public byte[] value(Tuple2<byte[], byte[]> record) {
        return record.f1;
    }
}
