/** What reaching memory costs by the layer between: the same loop of records over each, on one thread. */
package io.sidecore.bench.memory.layer;
