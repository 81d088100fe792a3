package io.boxoffice.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Tests that break things or start a system of their own: with {@code -Dboxoffice.against} they are skipped, loudly. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsItsOwnHouse.Condition.class)
@interface NeedsItsOwnHouse {

    /** What for. */
    String value();

    /** Says no in somebody else's house. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (System.getProperty("boxoffice.against") == null) {
                return ConditionEvaluationResult.enabled("the house is ours");
            }
            String why = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsItsOwnHouse.class)
                    .map(NeedsItsOwnHouse::value)
                    .orElse("");
            System.err.println(
                    "SKIPPED: " + context.getDisplayName() + " " + why + ", and the house is somebody else's.");
            return ConditionEvaluationResult.disabled(why);
        }
    }
}
