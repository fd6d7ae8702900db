package io.drover.app;

import io.drover.config.DroverException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of {@code drover.data}, readable by its owner only and locked for one Drover until closed. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder if it is missing and locks it; the system gives the lock back even if this process is killed.
     *
     * @throws DroverException if the folder cannot be written or another Drover holds it
     */
    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path, ownerOnly(path, "rwx------"));
            Path lock = path.resolve("drover.lock");
            FileChannel channel = FileChannel.open(
                    lock,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly(path, "rw-------"));
            if (tryLock(channel) == null) {
                String holder = Files.readString(lock).strip();
                channel.close();
                throw new DroverException(path + " is in use by another Drover (process " + holder
                        + "): stop that one, or give this one its own folder by drover.data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new DroverException(
                    path + " cannot be written (" + e + "): give this user the folder, or name another by drover.data",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held in this very process
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** Writes a file that only the owner can read; after a crash there is the old content or the new, never a part. */
    void write(String name, String content) throws IOException {
        Path draft = resolve(name + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel out = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(path, "rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes a folder that only the owner can enter, if it is missing. */
    void createFolder(String name) throws IOException {
        Files.createDirectories(resolve(name), ownerOnly(path, "rwx------"));
    }

    /** Removes a file or a folder with all it holds; nothing happens if there is none. */
    void remove(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> found = Files.walk(target)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DroverException("The lock of " + path + " could not be given back: " + e, e);
        }
    }
}
