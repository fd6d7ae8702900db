package io.drover.http;

import io.drover.config.DroverException;

/** A request that is refused with a {@link Problem}. */
public final class ProblemException extends DroverException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
