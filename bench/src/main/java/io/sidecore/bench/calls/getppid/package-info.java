/** The shortest call, one at a time and several in flight: what the way to another core costs, and what it hides. */
package io.sidecore.bench.calls.getppid;
