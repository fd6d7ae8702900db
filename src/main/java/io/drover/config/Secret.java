package io.drover.config;

/** A password. It prints as {@code ***}, so that it cannot reach a log or a page by accident. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The password itself, for the driver that signs in with it and for nothing else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
