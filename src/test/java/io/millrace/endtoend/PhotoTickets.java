package io.millrace.endtoend;

import io.millrace.adapter.content.ConvModel;
import io.millrace.adapter.content.Photos;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Support tickets to which customers add photos: the definition of the project with an image model, and a directory of photos that three of four tickets refer to. */
final class PhotoTickets {
    private static final int PHOTOS = 12;
    private static final int WITHOUT_ONE_IN = 4;
    private static final Path SHIPPED = Path.of("jobs/support-tickets/pipeline.yaml");

    private final Path definition;
    private final Path photos;
    private final List<byte[]> images = new ArrayList<>();

    private PhotoTickets(Path definition, Path photos) {
        this.definition = definition;
        this.photos = photos;
    }

    static PhotoTickets in(Path directory) throws IOException {
        PhotoTickets tickets = new PhotoTickets(
                directory.resolve("pipeline.yaml"), Files.createDirectories(directory.resolve("photos")));
        Files.writeString(tickets.definition, yaml());
        Path schemas = Files.createDirectories(directory.resolve("schemas"));
        Files.copy(Path.of("schemas/escalation.avsc"), schemas.resolve("escalation.avsc"));
        Files.writeString(
                schemas.resolve("ticket.avsc"),
                changed(Files.readString(Path.of("schemas/ticket.avsc")), "\"fields\": [", """
                "fields": [
                    {"name": "photo", "type": ["null", "string"], "default": null},
                    {"name": "photo_sha256", "type": ["null", "string"], "default": null},"""));
        for (int i = 0; i < PHOTOS; i++) {
            byte[] png = Photos.png(ConvModel.SIDE + i, ConvModel.SIDE, 0x3311FF * (i + 1) & 0xFFFFFF);
            Files.write(tickets.photos.resolve(i + ".png"), png);
            tickets.images.add(png);
        }
        return tickets;
    }

    private static String yaml() throws IOException {
        String yaml = Files.readString(SHIPPED);
        yaml = changed(
                yaml,
                "encoders:\n",
                "encoders:\n  conv: {model: " + ConvModel.MODEL + ", dimensions: " + ConvModel.DIMENSIONS + "}\n");
        yaml = changed(
                yaml,
                "    vectors:\n",
                "    vectors:\n      look: {image: photo, digest: photo_sha256, encoder: conv, resize: ["
                        + ConvModel.SIDE + ", " + ConvModel.SIDE + "]}\n");
        yaml = changed(yaml, "body: BODY}", "body: BODY, photo: PHOTO, photo_sha256: PHOTO_SHA256}");
        yaml = changed(
                yaml, "\n  ticket:\n", "\n    album: {avg: look, window: 7d}\n  ticket:\n    look: {expr: look}\n");
        return yaml;
    }

    private static String changed(String text, String before, String after) {
        if (!text.contains(before)) {
            throw new IllegalStateException("the shipped files have no " + before);
        }
        return text.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after));
    }

    Path definition() {
        return definition;
    }

    /** The directory of photos. */
    String photos() {
        return photos.toString();
    }

    /** The photo of a ticket, a character for each byte; null where it has none. */
    @Nullable
    String photo(Row ticket) {
        return ticket.number() % WITHOUT_ONE_IN == 0
                ? null
                : new String(images.get((int) (ticket.number() % PHOTOS)), StandardCharsets.ISO_8859_1);
    }

    /** Tickets with their photos. */
    Rows of(Rows tickets) {
        return new Rows() {
            @Override
            public String name() {
                return tickets.name();
            }

            @Override
            public @Nullable Row next() {
                Row row = tickets.next();
                return row == null ? null : withPhoto(row);
            }

            @Override
            public void close() {
                tickets.close();
            }
        };
    }

    private Row withPhoto(Row ticket) {
        if (ticket.number() % WITHOUT_ONE_IN == 0) {
            return with(ticket, "", "");
        }
        int photo = (int) (ticket.number() % PHOTOS);
        boolean isRelative = ticket.number() % 2 == 0;
        String file = photo + ".png";
        return with(ticket, isRelative ? file : photos.resolve(file).toString(), Photos.sha256(images.get(photo)));
    }

    /** The same ticket with photos that are none, by ids of their own. */
    List<Row> unreadable(Row ticket) {
        String digest = Photos.sha256(images.get(0));
        return List.of(
                again(ticket, "missing", "none.png", digest),
                again(ticket, "beside", definition.toString(), digest),
                again(ticket, "changed", "1.png", digest));
    }

    private static Row again(Row ticket, String id, String file, String digest) {
        List<String> cells = new ArrayList<>(ticket.cells());
        Map<String, String> changes = Map.of("TICKET_ID", id, "PHOTO", file, "PHOTO_SHA256", digest, "ESCALATED", "0");
        changes.forEach((column, cell) ->
                cells.set(Objects.requireNonNull(ticket.columns().get(column), column), cell));
        return new Row(ticket.number(), ticket.columns(), cells);
    }

    private static Row with(Row ticket, String file, String digest) {
        List<String> cells = new ArrayList<>(ticket.cells());
        Map<String, Integer> columns = new LinkedHashMap<>(ticket.columns());
        columns.put("PHOTO", cells.size());
        cells.add(file);
        columns.put("PHOTO_SHA256", cells.size());
        cells.add(digest);
        return new Row(ticket.number(), columns, cells);
    }
}
