@org.jspecify.annotations.NullMarked
package io.boxoffice.benchmark.history;
