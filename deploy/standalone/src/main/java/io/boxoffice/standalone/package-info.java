/** The whole of Box Office on one machine, without containers. */
@org.jspecify.annotations.NullMarked
package io.boxoffice.standalone;
