package io.drover.run;

/** Where a run is between request and result. */
public enum RunStatus {
    QUEUED("Queued"),
    RUNNING("Running"),
    ENDED("Ended");

    private final String word;

    RunStatus(String word) {
        this.word = word;
    }

    /** As the API and the console show it. */
    public String word() {
        return word;
    }
}
