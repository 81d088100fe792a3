/** What customers did and were told, and the proof that the books agree with it. */
@org.jspecify.annotations.NullMarked
package io.boxoffice.benchmark.history;
