package io.millrace.adapter.content;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.content.ContentException;
import io.millrace.governance.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/** A directory or URI under which files with images lie, on one of Flink's file systems. */
final class Place {
    private final Path root;

    private Place(Path root) {
        this.root = root;
    }

    /** @throws DefinitionException where Flink has no file system for it */
    static Place of(String text) {
        try {
            Path root = absolute(new Path(text));
            root.getFileSystem();
            return new Place(root);
        } catch (IOException | IllegalArgumentException e) {
            throw new DefinitionException(
                    Setting.IMAGES_UNDER.key(),
                    "\"" + text + "\" can't be read: " + e.getMessage()
                            + "; write a directory, or a URI of a file system that Flink has a plugin for, for example"
                            + " s3://photos/");
        }
    }

    private static Path absolute(Path path) {
        boolean isPlainRelative = path.toUri().getScheme() == null && !path.isAbsolute();
        return isPlainRelative ? new Path(java.nio.file.Path.of(path.toString()).toUri()) : path;
    }

    /** The file of a name that is relative to this. */
    Path file(String name) {
        String under = root.toString();
        return new Path(under.endsWith("/") ? under + name : under + "/" + name);
    }

    /** Whether a file lies under this, as far as its name tells. */
    boolean holds(Path file) {
        String under = root.getPath().endsWith("/") ? root.getPath() : root.getPath() + "/";
        return file.getPath().startsWith(under)
                && file.getPath().length() > under.length()
                && Objects.equals(authority(file), authority(root))
                && scheme(file).equalsIgnoreCase(scheme(root));
    }

    private static String scheme(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null ? FileSystem.getDefaultFsUri().getScheme() : scheme;
    }

    private static String authority(Path path) {
        URI uri = path.toUri();
        return uri.getAuthority() == null ? "" : uri.getAuthority();
    }

    /**
     * Reads a file under this.
     *
     * @throws ContentException where it is not there, leads elsewhere, or is too large
     * @throws IOException where it can't be had for now
     */
    byte[] read(Path file, int largest) throws ContentException, IOException {
        try {
            checkLinks(file);
            try (InputStream in = file.getFileSystem().open(file)) {
                byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, largest + 1L));
                if (bytes.length > largest) {
                    throw new ContentException(
                            Reason.OVERSIZED,
                            "the file has more than " + largest
                                    + " bytes, the \"largest\" of its vector; send a smaller image, or declare more");
                }
                return bytes;
            }
        } catch (FileNotFoundException | NoSuchFileException e) {
            if (!root.getFileSystem().exists(root)) {
                throw new IOException("there is no " + root, e);
            }
            throw new ContentException(
                    Reason.UNREADABLE_CONTENT,
                    "there is no readable file where the event says, under " + root
                            + "; put the image there before its event is sent, and send the event again");
        }
    }

    /** A link in a directory may lead anywhere. */
    private void checkLinks(Path file) throws ContentException, IOException {
        FileSystem files = file.getFileSystem();
        if (files.isDistributedFS()) {
            return;
        }
        java.nio.file.Path real = java.nio.file.Path.of(file.getPath()).toRealPath();
        if (!real.startsWith(java.nio.file.Path.of(root.getPath()).toRealPath())) {
            throw new ContentException(
                    Reason.UNREADABLE_CONTENT,
                    "the event's reference is to a link that leads out of " + root
                            + ", which is not followed; put the image itself there");
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
