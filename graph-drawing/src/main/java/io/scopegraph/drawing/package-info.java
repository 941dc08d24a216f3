/// Pictures of graphs: what is drawn, where it goes, and the files it is written to.
@NullMarked
package io.scopegraph.drawing;

import org.jspecify.annotations.NullMarked;
