/** Short calls behind calls that block. */
package io.sidecore.bench.calls.blocked;
