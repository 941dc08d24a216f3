/// The images, as far as they can be tested without Docker.
@NullMarked
package io.scopegraph.integration.image;

import org.jspecify.annotations.NullMarked;
