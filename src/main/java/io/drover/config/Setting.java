package io.drover.config;

/**
 * One value as somebody gave it.
 *
 * @param place where it was given, as a message starts: file, line and key, or the environment variable
 */
record Setting(String key, String value, Origin origin, String place) {
    enum Origin {
        FILE,
        ENVIRONMENT,
        COMMAND_LINE
    }
}
