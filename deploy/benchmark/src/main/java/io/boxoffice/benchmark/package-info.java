/** Measures the running system against plain JDBC on the same PostgreSQL, and reports what it found. */
@org.jspecify.annotations.NullMarked
package io.boxoffice.benchmark;
