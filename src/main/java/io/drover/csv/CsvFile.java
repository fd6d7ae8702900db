package io.drover.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/** A file as it was when the run looked at it. */
record CsvFile(Path path, FileTime changed, long size, Object identity) {

    static CsvFile of(Path path) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        // Only file systems of Unix tell two files of one name apart; elsewhere size and time must do.
        Object key = now.fileKey();
        return new CsvFile(path, now.lastModifiedTime(), now.size(), key == null ? path : key);
    }

    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Whether somebody wrote to it since; another file renamed to its name leaves it as it is for who reads it. */
    boolean isChanged() {
        try {
            CsvFile now = of(path);
            return now.identity.equals(identity) && !now.equals(this);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Moves it to another place, unless a new file has taken its name meanwhile: that one was not read.
     *
     * @return whether it was moved
     */
    boolean moveTo(Path place) throws IOException {
        if (!Objects.equals(of(path), this)) {
            return false;
        }
        Files.move(path, place);
        return true;
    }
}
