/** A Java function that runs on the syscall core, against other ways to let two cores change one number. */
package io.sidecore.bench.calls.delegated;
