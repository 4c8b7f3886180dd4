package io.millrace.adapter.lake;

import java.util.Map;
import java.util.TreeMap;

/** Checks that what the lake needs lies in Flink's lib/, before any class is touched that can't be linked without it. */
public final class IcebergInLib {
    /** A class of each jar. */
    private static final Map<String, String> JARS = new TreeMap<>(Map.of(
            "org.apache.iceberg.flink.sink.IcebergSink", "iceberg-flink-runtime-2.1",
            "org.apache.hadoop.conf.Configuration", "hadoop-client-api",
            "org.apache.hadoop.shaded.com.google.common.collect.Interners", "hadoop-client-runtime",
            "org.apache.flink.table.data.RowData", "flink-table",
            "io.millrace.files.FlinkFileIO", "millrace-*-lib"));

    private IcebergInLib() {}

    /** @throws IllegalStateException where a jar isn't there, with all that are missing and where they go */
    public static void check() {
        check(IcebergInLib.class.getClassLoader());
    }

    static void check(ClassLoader loader) {
        Map<String, String> missing = new TreeMap<>(JARS);
        missing.keySet().removeIf(name -> isThere(name, loader));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the lake needs jars in Flink's lib/ directory that are not there: "
                    + String.join(", ", missing.values())
                    + "; \"mvn -B -f conf/stack/lake/pom.xml -Dstack.dir=$PWD/target prepare-package\" puts those of Iceberg and"
                    + " Hadoop into target/lake; copy them to lib/ on every machine, with sqlite-jdbc for the embedded catalogue,"
                    + " keep them out of the job jar, and restart the cluster");
        }
    }

    private static boolean isThere(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
