package io.boxoffice.show.domain;

import io.boxoffice.show.domain.ShowPlan.ParticularsPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** What comes of the wish to change a show. */
public sealed interface Change {

    /** The show as it is afterwards, one version on. */
    record Changed(Show show) implements Change {}

    /** The show was like that before. */
    record Unchanged(Show show) implements Change {}

    /** It is another organiser's show. */
    record NotYours() implements Change {}

    /** The wish is about another version than the present one. */
    record OutOfDate(int version) implements Change {}

    /** The show was cancelled; nothing changes any more. */
    record WasCancelled() implements Change {}

    /** What the show would be breaks these rules. */
    record Invalid(List<Violation> violations) implements Change {}

    /**
     * Gives a show other particulars.
     *
     * @param version whether the wish is about that version
     * @param plan from the present particulars to those that are wished for
     */
    static Change ofParticulars(
            Show show, Caller caller, IntPredicate version, Function<Particulars, ParticularsPlan> plan, Instant now) {
        if (!caller.mayChange(show)) {
            return new NotYours();
        }
        if (!version.test(show.version())) {
            return new OutOfDate(show.version());
        }
        if (show.cancelledAt().isPresent()) {
            return new WasCancelled();
        }
        Violations violations = new Violations();
        Optional<Particulars> wished = new ParticularsRules(plan.apply(show.particulars()), now, violations).check();
        if (wished.isEmpty()) {
            return new Invalid(violations.all());
        }
        return wished.get().equals(show.particulars()) ? new Unchanged(show) : new Changed(show.with(wished.get()));
    }

    /** Calls a show off, for good. */
    static Change toCancelled(Show show, Caller caller, Instant now) {
        if (!caller.mayChange(show)) {
            return new NotYours();
        }
        return show.cancelledAt().isPresent() ? new Unchanged(show) : new Changed(show.cancelled(now));
    }
}
