package io.drover.command;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A program and how to run it.
 *
 * @param name as people know it
 * @param program the file
 * @param success exit codes that mean success
 * @param charset in which it writes
 */
record Command(String name, Path program, String site, List<String> arguments, Set<Integer> success, Charset charset) {}
