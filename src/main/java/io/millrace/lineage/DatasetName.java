package io.millrace.lineage;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * What a dataset is called, by OpenLineage's conventions.
 *
 * @param namespace where it is, for example {@code kafka://broker:9092}
 * @param name for example the topic
 */
public record DatasetName(String namespace, String name) {
    /**
     * A topic.
     *
     * @param brokers host:port with commas between; the first stands for all
     */
    public static DatasetName topic(String brokers, String topic) {
        return new DatasetName("kafka://" + brokers.split("\\s*,\\s*", -1)[0], topic);
    }

    /** A file of this machine, by its whole path. */
    public static DatasetName file(Path path) {
        return new DatasetName("file", path.toAbsolutePath().normalize().toString());
    }

    /** A directory or file by its path, or a URI with its scheme and host as the namespace. */
    public static DatasetName location(String location) {
        URI uri;
        try {
            uri = new URI(location);
        } catch (URISyntaxException e) {
            return new DatasetName("file", location);
        }
        String path = uri.getPath();
        if (uri.getScheme() == null || path == null) {
            return new DatasetName("file", location);
        }
        String host = uri.getAuthority() == null ? "" : "://" + uri.getAuthority();
        return new DatasetName(uri.getScheme() + host, host.isEmpty() ? path : path.replaceFirst("^/", ""));
    }
}
