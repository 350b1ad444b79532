/**
 * Unchecked access to off-heap memory, for the hot paths of Sidecore's own modules only.
 *
 * <p>Nothing here is exported to applications: every public entry point of the library checks its bounds first.
 */
package io.sidecore.memory.access;
