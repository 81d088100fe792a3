/** What customers did and were told, and the proof that the books agree with it. For tests and measurements. */
@org.jspecify.annotations.NullMarked
package io.boxoffice.history;
