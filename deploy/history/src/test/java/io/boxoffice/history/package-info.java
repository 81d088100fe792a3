@org.jspecify.annotations.NullMarked
package io.boxoffice.history;
