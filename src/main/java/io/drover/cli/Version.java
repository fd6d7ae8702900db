package io.drover.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, from its jar. */
public final class Version implements IVersionProvider {

    /** Such as {@code 0.4.0}; {@code (not packaged)} where it does not run from its jar. */
    public static String ofThisProgram() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"drover " + ofThisProgram()};
    }
}
