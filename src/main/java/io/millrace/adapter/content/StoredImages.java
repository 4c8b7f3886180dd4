package io.millrace.adapter.content;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.content.ContentException;
import io.millrace.content.ImageFiles;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.flink.core.fs.Path;

/**
 * Files with images in directories and object stores. A reference is a path or URI under one of the declared places, or relative to the first of them; no other file is read.
 */
final class StoredImages implements ImageFiles {
    private static final Pattern ABSOLUTE = Pattern.compile("/.*|[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\\\]");

    private final List<Place> places;
    private final Patience patience;
    private final ExecutorService threads;
    private final Map<String, Future<byte[]>> running = new HashMap<>();

    private StoredImages(List<Place> places, Patience patience, int ahead) {
        this.places = places;
        this.patience = patience;
        this.threads = Executors.newFixedThreadPool(ahead, StoredImages::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "millrace-images");
        thread.setDaemon(true);
        return thread;
    }

    /** @throws DefinitionException where no places are declared, or one can't be read */
    static StoredImages open(ImagePlaces places) {
        if (places.under().isEmpty()) {
            throw new DefinitionException(
                    Setting.IMAGES_UNDER.key(),
                    "is empty, but the pipeline's events refer to images in files; say under which directories or URIs they"
                            + " may be read, for example " + Setting.IMAGES_UNDER.key() + "=s3://photos/");
        }
        return new StoredImages(
                places.under().stream().map(Place::of).toList(),
                new Patience(places.timeout(), places.total()),
                places.ahead());
    }

    @Override
    public void check(String reference) throws ContentException {
        resolve(reference);
    }

    /** A file, and the place that it lies under. */
    private record Located(Place place, Path file) {
        byte[] read(int largest) throws ContentException, IOException {
            return place.read(file, largest);
        }
    }

    private Located resolve(String reference) throws ContentException {
        boolean leadsUp =
                Arrays.stream(reference.split("/", -1)).anyMatch(part -> part.equals("..") || part.equals("."));
        if (leadsUp || UNSAFE.matcher(reference).find()) {
            throw refused("has parts .. or ., or characters that no name of a file has");
        }
        Path file = path(reference);
        return places.stream()
                .filter(place -> place.holds(file))
                .findFirst()
                .map(place -> new Located(place, file))
                .orElseThrow(() -> refused("is to no file under " + places));
    }

    private Path path(String reference) throws ContentException {
        try {
            return ABSOLUTE.matcher(reference).matches()
                    ? new Path(reference)
                    : places.get(0).file(reference);
        } catch (IllegalArgumentException e) {
            throw refused("is neither a path nor a URI");
        }
    }

    private static ContentException refused(String why) {
        return new ContentException(
                Reason.UNREADABLE_CONTENT,
                "the event's reference " + why + "; refer to a file under one of the places of "
                        + Setting.IMAGES_UNDER.key() + ", or add a place there");
    }

    @Override
    public void ahead(String reference, int largest) {
        if (!running.containsKey(reference)) {
            running.put(reference, start(reference, largest));
        }
    }

    private Future<byte[]> start(String reference, int largest) {
        return threads.submit(() -> resolve(reference).read(largest));
    }

    @Override
    public boolean isReady(String reference) {
        Future<byte[]> read = running.get(reference);
        return read == null || read.isDone();
    }

    @Override
    public byte[] read(String reference, int largest) throws ContentException {
        Future<byte[]> begun = running.remove(reference);
        return patience.await(begun == null ? start(reference, largest) : begun, () -> start(reference, largest));
    }

    @Override
    public void forget(String reference) {
        Future<byte[]> read = running.remove(reference);
        if (read != null) {
            read.cancel(true);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
