package io.drover.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The folder of the programs that routes may run; no others can be named (S63).
 *
 * @param path {@code routes/commands}
 * @param site whose routes they are
 */
public record CommandFolder(Path path, String site) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws CommandException when there is no such program, or it lies elsewhere in truth */
    Path program(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    "'%s' is no name of a program: letters, digits, '.', '_' and '-', at most 64".formatted(name));
        }
        Path file = path.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new CommandException("There is no program %s; programs stand in %s".formatted(name, path));
        }
        if (!Files.isExecutable(file)) {
            throw new CommandException("%s may not be executed: chmod u+x %s".formatted(name, file));
        }
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(path.toRealPath())) {
                throw new CommandException("%s is a link to %s, out of %s".formatted(name, real, path));
            }
            return real;
        } catch (IOException e) {
            throw new CommandException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
