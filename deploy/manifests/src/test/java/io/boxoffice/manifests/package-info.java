/** Checks of everything Box Office is deployed with, without deploying it. */
@NullMarked
package io.boxoffice.manifests;

import org.jspecify.annotations.NullMarked;
