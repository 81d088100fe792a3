/** The real backends of Box Office as processes on this machine: for the standalone run and for every module's tests. */
@org.jspecify.annotations.NullMarked
package io.boxoffice.backends;
