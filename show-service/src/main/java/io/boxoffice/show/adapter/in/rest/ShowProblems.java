package io.boxoffice.show.adapter.in.rest;

import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;

/** The refusals that only shows know. */
final class ShowProblems {

    static Problem notYours() {
        return new Problem("forbidden", 403, "Not allowed", "It is another organiser's show.");
    }

    static Problem versionWanted() {
        return new Problem(
                "precondition-required", 428, "If-Match is needed", "Send the ETag of the show you have read.");
    }

    static Problem outOfDate(int version) {
        return Problems.preconditionFailed(
                "The show is at version " + version + ". Read it again before you change it.");
    }

    static Problem cancelled() {
        return new Problem("show-cancelled", 409, "The show is cancelled", "Nothing changes it any more.");
    }

    private ShowProblems() {}
}
