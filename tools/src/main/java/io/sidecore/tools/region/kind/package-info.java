/**
 * What {@code stat} and {@code dump} know of each kind of region. {@link io.sidecore.tools.region.kind.RegionView} is the seam: whatever the
 * commands print comes through it, and none of them asks for the kind.
 */
package io.sidecore.tools.region.kind;
