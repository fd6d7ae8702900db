package io.drover.config;

import io.drover.config.Setting.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the password of a group of keys: the environment variable of {@code GROUP.password}, else the content of the
 * file that {@code GROUP.password-file} names. A password in the settings file or on the command line, where others can
 * read it, is refused.
 */
final class Passwords {
    static final String PASSWORD = ".password";
    static final String PASSWORD_FILE = ".password-file";
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final GivenSettings given;
    private final Problems problems;

    Passwords(Path folder, GivenSettings given, Problems problems) {
        this.folder = folder;
        this.given = given;
        this.problems = problems;
    }

    /** Every password that was written down inline is a problem, whether another place overrides it or not. */
    void refuseInline() {
        for (Setting setting : given.written()) {
            if (setting.key().endsWith(PASSWORD)) {
                problems.add(
                        setting,
                        "a password must not stand here, set the environment variable "
                                + GivenSettings.variableOf(setting.key()) + " or name a file by " + setting.key()
                                + "-file");
            }
        }
    }

    Optional<Secret> find(String group) {
        Optional<Secret> fromEnvironment = given.find(group + PASSWORD)
                .filter(setting -> setting.origin() == Origin.ENVIRONMENT)
                .map(setting -> new Secret(setting.value()));
        if (fromEnvironment.isPresent()) {
            return fromEnvironment;
        }
        return given.find(group + PASSWORD_FILE).flatMap(this::read);
    }

    private Optional<Secret> read(Setting setting) {
        Path file = folder.resolve(setting.value());
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(setting, "there is no file " + file + ", create it with mode 600");
            } else if (isOpenToOthers(file)) {
                problems.add(setting, file + " is open to other users, run: chmod 600 " + file);
            } else {
                return nonEmpty(setting, file, Files.readString(file));
            }
        } catch (IOException e) {
            problems.add(setting, file + " cannot be read as UTF-8 text (" + e + "), check its owner and content");
        }
        return Optional.empty();
    }

    private Optional<Secret> nonEmpty(Setting setting, Path file, String content) {
        String password = content.replaceFirst("\\r?\\n\\z", "");
        if (password.isEmpty()) {
            problems.add(setting, file + " is empty, write the password into it");
            return Optional.empty();
        }
        return Optional.of(new Secret(password));
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return false;
        }
        return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    }
}
