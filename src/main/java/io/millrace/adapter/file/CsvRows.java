package io.millrace.adapter.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.millrace.config.DefinitionException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file with a header, plain or gzip by its first bytes, in UTF-8. */
public final class CsvRows implements Rows {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final Map<String, Integer> columns;
    private long number;

    private CsvRows(Path file, CsvReader<CsvRecord> reader) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        if (!records.hasNext()) {
            throw new DefinitionException(
                    file.toString(), "the file is empty; expected a first line with the names of columns");
        }
        this.columns = columns(records.next().getFields());
    }

    /** @throws DefinitionException where the file can't be read or has no header */
    public static CsvRows open(Path file) {
        try {
            return new CsvRows(file, CsvReader.builder().ofCsvRecord(text(file)));
        } catch (IOException e) {
            throw new DefinitionException(
                    file.toString(), "can't be read (" + e + "); expected a CSV file, plain or gzip, with a header");
        }
    }

    private static Reader text(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        InputStream bytes = magic == GZIP_MAGIC ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), BUFFER_BYTES);
    }

    private static Map<String, Integer> columns(List<String> header) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String name : header) {
            columns.put(name.strip(), columns.size());
        }
        return columns;
    }

    /** The header's names in order. */
    public List<String> columns() {
        return List.copyOf(columns.keySet());
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public @Nullable Row next() {
        try {
            return records.hasNext() ? new Row(number++, columns, records.next().getFields()) : null;
        } catch (CsvParseException | UncheckedIOException e) {
            throw new DefinitionException(file + " after row " + number, "is broken: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
