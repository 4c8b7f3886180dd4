package io.millrace.adapter.lake;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import io.millrace.files.FlinkFileIO;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.sqlite.JDBC;

/**
 * How the catalogue is opened; travels inside Flink's operators. By default it is a SQLite file in the warehouse, which then is a directory that all machines see; any other catalogue of
 * Iceberg's is named in settings.
 */
final class LakeCatalog implements CatalogLoader {
    /** The name under which catalogues keep the tables. */
    static final String NAME = "millrace";

    private static final long serialVersionUID = 1;
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final String FILE = "file:";
    private static final String WAITING_FOR_OTHERS = "?busy_timeout=60000";

    private final HashMap<String, String> properties;

    private LakeCatalog(Map<String, String> properties) {
        this.properties = new HashMap<>(properties);
    }

    /** @throws DefinitionException where the settings name no warehouse, or an object store and no catalogue */
    static LakeCatalog of(Settings settings) {
        String warehouse = settings.text(Setting.LAKE_WAREHOUSE);
        if (warehouse.isEmpty()) {
            throw new DefinitionException(
                    Setting.LAKE_WAREHOUSE.key(),
                    "is missing (" + Setting.LAKE_WAREHOUSE.help()
                            + "); give it in a settings file or by --set lake.warehouse=/var/lib/millrace/lake");
        }
        Map<String, String> properties = new HashMap<>();
        properties.put(CatalogProperties.FILE_IO_IMPL, FlinkFileIO.class.getName());
        Map<String, String> given = settings.under(SettingsPrefix.LAKE_CATALOG);
        if (given.containsKey(CatalogProperties.CATALOG_IMPL) || given.containsKey(CatalogUtil.ICEBERG_CATALOG_TYPE)) {
            properties.put(CatalogProperties.WAREHOUSE_LOCATION, warehouse);
        } else {
            embed(directory(warehouse), properties);
        }
        properties.putAll(given);
        return new LakeCatalog(properties);
    }

    private static Path directory(String warehouse) {
        if (warehouse.startsWith(FILE)) {
            return Path.of(java.net.URI.create(warehouse).getPath());
        }
        if (URI.matcher(warehouse).matches()) {
            throw new DefinitionException(
                    Setting.LAKE_WAREHOUSE.key(),
                    warehouse + " is no directory, and a SQLite file can't lie there; name a catalogue by "
                            + SettingsPrefix.LAKE_CATALOG.text() + CatalogProperties.CATALOG_IMPL
                            + ", for example org.apache.iceberg.rest.RESTCatalog, and what it needs");
        }
        return Path.of(warehouse).toAbsolutePath().normalize();
    }

    private static void embed(Path warehouse, Map<String, String> properties) {
        properties.put(CatalogProperties.CATALOG_IMPL, JdbcCatalog.class.getName());
        properties.put(CatalogProperties.URI, JDBC.PREFIX + warehouse.resolve("catalog.db") + WAITING_FOR_OTHERS);
        properties.put(CatalogProperties.WAREHOUSE_LOCATION, FILE + "//" + warehouse);
    }

    /**
     * Opens it for a user who is there to see what is wrong.
     *
     * @throws DefinitionException where it can't be opened
     */
    Catalog open() {
        try {
            return loadCatalog();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause();
            DefinitionException refused = new DefinitionException(
                    SettingsPrefix.LAKE_CATALOG.text() + "*",
                    "the lake's catalogue (" + properties.get(CatalogProperties.CATALOG_IMPL) + ") can't be opened: "
                            + e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")")
                            + "; make sure that it runs, and that these settings say where it is and who asks");
            refused.initCause(e);
            throw refused;
        }
    }

    @Override
    public Catalog loadCatalog() {
        String uri = properties.getOrDefault(CatalogProperties.URI, "");
        // asking the driver loads it, so that Java's list of drivers has it
        if (uri.startsWith(JDBC.PREFIX) && JDBC.isValidURL(uri)) {
            makeDirectory(Path.of(uri.substring(JDBC.PREFIX.length())).toAbsolutePath());
        }
        return CatalogUtil.buildIcebergCatalog(NAME, properties, null);
    }

    /** SQLite makes the file, but not its directory. */
    private static void makeDirectory(Path file) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("can't make the directory of the lake's catalogue, " + file, e);
        }
    }

    @Override
    @SuppressWarnings("NoClone") // Iceberg's interface wants it
    public CatalogLoader clone() {
        return new LakeCatalog(properties);
    }
}
