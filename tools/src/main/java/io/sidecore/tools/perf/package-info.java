/** What the kernel counts for a thread. */
package io.sidecore.tools.perf;
